/* Weeks of work for the demo cooperatives. */
#ifndef APP_DEMO_WORK_H
#define APP_DEMO_WORK_H

#include "web/feature.h"

/* After all rooms' demo data, once, on a fresh store. */
result demo_work(struct cx *cx, struct store *s);

#endif
