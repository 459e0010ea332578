/* hoptac doctor: everything that must be true, checked. */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include "base/cx.h"

struct cli;
struct store;
int cmd_doctor(struct cli *c);
/* Jobs: the first finding becomes the error. Settings and invariants; every voucher against its log leaf. */
result doctor_invariants(struct cx *cx, struct store *s);
result doctor_log(struct cx *cx, struct store *s);

#endif
