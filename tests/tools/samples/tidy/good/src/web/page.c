/* May write raw. */
#include "web/page.h"

void f(struct html *h) { html_raw(h, S("<b>")); }
html_safe g(void) { return (html_safe){ 0 }; }
