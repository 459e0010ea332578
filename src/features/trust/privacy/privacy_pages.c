/* The routes of the room. */
#include "features/trust/privacy/privacy_fields.h"
#include "features/trust/privacy/privacy_pages.h"

#include "web/pick.h"

static result pick_parties(struct web *w) { return web_pick(w, &party_picker); }

#define FIELDS "/privacy/fields"
#define REQUESTS "/orgs/:org/privacy"
const struct route privacy_routes[N_PRIVACY_ROUTES] = {
    { METHOD_GET, FIELDS, CAP_PRIVACY_READ, WALL_NONE, NULL, privacy_fields_show, T("Register of personal fields"),
      NULL, &privacy_fields_data },
    { METHOD_GET, FIELDS "/print", CAP_PRIVACY_READ, WALL_NONE, NULL, privacy_fields_print,
      T("Register of personal fields"), NULL, &data_file },
    { METHOD_GET, REQUESTS, CAP_PRIVACY, WALL_OWN, NULL, privacy_requests_show, T("Requests about personal data"), NULL,
      &privacy_requests_data },
    { METHOD_GET, REQUESTS "/new", CAP_PRIVACY, WALL_OWN, NULL, privacy_new_show, T("New request"), NULL },
    { METHOD_POST, REQUESTS, CAP_PRIVACY, WALL_OWN, &ask_form, privacy_new_post, T("New request"), privacy_new_again },
    { METHOD_GET, REQUESTS "/pick/parties", CAP_PRIVACY, WALL_OWN, NULL, pick_parties, T("Who asks"), NULL,
      &pick_data },
    { METHOD_GET, REQUESTS "/:id", CAP_PRIVACY, WALL_OWN, NULL, privacy_request_show, T("Request about personal data"),
      NULL, &privacy_request_page_data },
    { METHOD_GET, REQUESTS "/views", CAP_PRIVACY_READ, WALL_OWN, NULL, privacy_views_show,
      T("Openings of personal numbers"), NULL, &privacy_views_data },
    { METHOD_POST, REQUESTS "/:id/export", CAP_PRIVACY, WALL_OWN, &export_form, privacy_export_post,
      T("Request about personal data"), privacy_request_show, &data_file },
    { METHOD_POST, REQUESTS "/:id/erase", CAP_PRIVACY, WALL_OWN, &erase_form, privacy_erase_post,
      T("Erase personal data"), privacy_request_show, &privacy_erase_data },
    { METHOD_POST, REQUESTS "/:id/tell", CAP_PRIVACY, WALL_OWN, &tell_form, privacy_tell_post,
      T("Request about personal data"), privacy_request_show },
    { METHOD_POST, REQUESTS "/:id/extend", CAP_PRIVACY, WALL_OWN, &extend_form, privacy_extend_post,
      T("Request about personal data"), privacy_request_show },
    { METHOD_POST, REQUESTS "/:id/close", CAP_PRIVACY, WALL_OWN, &close_form, privacy_close_post,
      T("Request about personal data"), privacy_request_show },
};
