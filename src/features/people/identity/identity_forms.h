/* What the room's forms are filled into, shared by pages and templates. */
#ifndef FEATURES_IDENTITY_FORMS_H
#define FEATURES_IDENTITY_FORMS_H

#include "features/people/identity/identity.h"
#include "web/data.h"

struct login_in {
    str login, password, next;
};
struct demo_login_in {
    str login;
};
struct setup_in {
    str org_name, login, full_name, password;
};
struct me_in {
    str lang;
};
struct password_in {
    str current, password;
};
struct code_in {
    str code, next;
};
struct second_start_in {
    str password;
};
struct user_form_in {
    str login, full_name, password, org, role;
};
struct role_form_in {
    str org, role;
};
struct first_password_in {
    str password;
};
struct grant_form_in {
    str grantee, purpose, decision_number;
    date books_from, books_to, from, until;
};
struct id_in {
    int64_t id;
    bool active;
};
struct choose_in {
    str org;
    int64_t delegation;
};

extern const struct form login_form, demo_login_form, setup_form, me_form, password_form, user_form, role_form,
    grant_form, id_form, choose_form, code_form, second_start_form, first_password_form;
extern const struct data me_data, choose_data, users_data, user_data_one, second_data;

/* ---- what the templates draw ---- */
struct login_page {
    html_safe csrf;
    const struct request *rq;
    const struct login_in *in;
    str next; /* where to go on; empty = where one works */
    bool demo;
    const struct user *user; /* demo people */
    int n;
};
struct setup_page {
    html_safe csrf;
    const struct request *rq;
    const struct setup_in *in;
};
struct me_page {
    html_safe csrf;
    const struct request *rq;
    struct me_in me;
    bool can_password, second_on;
    int64_t session_id;
    const struct session_row *session;
    int n_session;
    const struct login_row *login;
    int n_login;
};
struct user_new_page {
    html_safe csrf;
    const struct request *rq;
    const struct user_form_in *in;
    const struct choice *org;
    int n_org;
};
struct user_view {
    html_safe csrf;
    const struct request *rq;
    const struct role_form_in *role_in;
    struct user user;
    bool is_self, second_on;
    int64_t first_at; /* somebody else chose the password then; 0 = the person did */
    const struct user_role_row *role;
    int n_role;
    const struct session_row *session;
    int n_session;
    const struct login_row *login;
    int n_login;
    const struct choice *org;
    int n_org;
};

struct choose_page {
    html_safe csrf;
    int64_t org_id;
    const struct choice_row *row;
    int n;
};

#endif
