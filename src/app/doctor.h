/* hoptac doctor: everything that must be true, checked. */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

struct cli;
int cmd_doctor(struct cli *c);

#endif
