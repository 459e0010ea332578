/* Uses a feature. */
#include "features/a/b/b.h"
#include "web/html.h"
