/* What the pages of accounts say to other programs. */
#include "features/people/identity/second_pages.h"

static const struct data_field session_fields[] = {
    DATA(session_row, id),
    DATA(session_row, created_at),
    DATA(session_row, seen_at),
    DATA(session_row, peer),
};
static const struct data session_data = DATA_OF(session_row, session_fields);
static const struct data_field login_fields[] = {
    DATA_AS("tried_at", login_row, at),
    DATA(login_row, peer),
    DATA(login_row, ok),
};
static const struct data login_data = DATA_OF(login_row, login_fields);
static const struct data_field me_fields[] = {
    DATA_AS("second_factor", me_page, second_on),
    DATA_AS("lang", me_page, me.lang),
    DATA_LIST("sessions", me_page, session, n_session, &session_data),
    DATA_LIST("logins", me_page, login, n_login, &login_data),
};
const struct data me_data = DATA_OF(me_page, me_fields);

static const struct data_field choice_fields[] = {
    DATA(choice_row, org_id),
    DATA(choice_row, code),
    DATA(choice_row, name),
    DATA(choice_row, roles),
    DATA(choice_row, delegation_id),
    DATA(choice_row, behalf_name),
    DATA(choice_row, until),
};
static const struct data choice_data = DATA_OF(choice_row, choice_fields);
static const struct data_field choose_fields[] = {
    DATA_AS("chosen_id", choose_page, org_id),
    DATA_LIST("rows", choose_page, row, n, &choice_data),
};
const struct data choose_data = DATA_OF(choose_page, choose_fields);


static const struct data_field user_role_fields[] = {
    DATA(user_role_row, org_id),
    DATA(user_role_row, org_code),
    DATA(user_role_row, org_name),
    DATA(user_role_row, role),
};
static const struct data user_role_data = DATA_OF(user_role_row, user_role_fields);
static const struct data_field user_one_fields[] = {
    DATA_AS("id", user_view, user.id),
    DATA_AS("login", user_view, user.login),
    DATA_AS("full_name", user_view, user.full_name),
    DATA_AS("is_active", user_view, user.is_active),
    DATA_AS("second_factor", user_view, second_on),
    DATA_AS("first_password_at", user_view, first_at),
    DATA_LIST("roles", user_view, role, n_role, &user_role_data),
    DATA_LIST("sessions", user_view, session, n_session, &session_data),
    DATA_LIST("logins", user_view, login, n_login, &login_data),
};
const struct data user_data_one = DATA_OF(user_view, user_one_fields);

static const struct data_field second_fields[] = {
    DATA(second_page, is_on),   DATA(second_page, is_waiting), DATA(second_page, is_required),
    DATA(second_page, on_at),   DATA(second_page, n_left),
};
const struct data second_data = DATA_OF(second_page, second_fields);
