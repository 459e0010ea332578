/* The routes of the room. */
#include "features/trust/privacy/privacy_fields.h"
#include "features/trust/privacy/privacy_parts.h"

#include "web/data.h"

#define FIELDS "/privacy/fields"
const struct route privacy_routes[N_PRIVACY_ROUTES] = {
    { METHOD_GET, FIELDS, CAP_PRIVACY_READ, WALL_NONE, NULL, privacy_fields_show, T("Register of personal fields"),
      NULL, &privacy_fields_data },
    { METHOD_GET, FIELDS "/print", CAP_PRIVACY_READ, WALL_NONE, NULL, privacy_fields_print,
      T("Register of personal fields"), NULL, &data_file },
};
