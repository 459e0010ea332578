/* What app/ does with the list of rooms. */
#ifndef APP_APP_FEATURES_H
#define APP_APP_FEATURES_H

#include "web/feature.h"

/* Fills the registry of voucher kinds from the rooms and names who tells other systems. Once, before anything is
 * posted.
 */
void app_register_kinds(void);
/* Reference data of all rooms, in order. Idempotent. */
result app_load_reference(struct cx *cx, struct store *s);
/* Demo data of all rooms, in order. Once, on a fresh store. */
result app_load_demo(struct cx *cx, struct store *s);

#endif
