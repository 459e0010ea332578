/* Getting a store ready: folder, schema, reference data, and for a new one the demo. */
#ifndef APP_PREPARE_H
#define APP_PREPARE_H

#include "base/cx.h"

struct cli;

/* Opens c->db_url, making it when it is not there; migrates; loads reference data; a store without organisations gets
   the demo data when asked for. *fresh says whether it had none. c->store stays open. */
result app_open(struct cli *c, bool demo, bool *fresh);

#endif
