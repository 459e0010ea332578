/* What the pages of submitted figures say to other programs. */
#include "features/city/submissions/submissions_parts.h"

#include "web/list/list_data.h"

static const struct data_field sender_fields[] = {
    DATA(sender, fingerprint),
    DATA(sender, city_here),
};
static const struct data sender_data = DATA_OF(sender, sender_fields);
static const struct data_field sent_fields[] = {
    DATA_STMT("rows", list_model, row, n, submission_sent_stmt),
    DATA(list_model, total),
    DATA(list_model, is_more),
    DATA(list_model, per_page),
    DATA_POINTER("sender", list_model, more, &sender_data),
};
const struct data sent_data = LIST_DATA("sent_packages", sent_fields);

static const struct data_field reporting_fields[] = {
    DATA(reporting, year),
    DATA(reporting, n_reporting),
    DATA(reporting, n_all),
    DATA(reporting, due_month),
};
static const struct data reporting_data = DATA_OF(reporting, reporting_fields);
static const struct data_field standing_fields[] = LIST_MORE_FIELDS(submission_standing, "reporting", &reporting_data);
const struct data standing_data = LIST_DATA("reporting_cooperatives", standing_fields);
static const struct data_field received_fields[] = LIST_FIELDS(submission_received_list);
const struct data received_data = LIST_DATA("received_packages", received_fields);

static const char *const codes[] = { "revenue", "profit", "members", "workers" };
static const struct data_field value_fields[] = {
    DATA(submission_value, month),
    DATA_WORD("code", submission_value, code, codes),
    DATA(submission_value, value),
};
static const struct data value_data = DATA_OF(submission_value, value_fields);
static const struct data_field package_fields[] = {
    DATA(submission_package, org),
    DATA(submission_package, number),
    DATA(submission_package, first_month),
    DATA(submission_package, last_month),
    DATA(submission_package, made_at),
    DATA(submission_package, withdraws),
    DATA_LIST("values", submission_package, value, n, &value_data),
};
static const struct data package_inside = DATA_OF(submission_package, package_fields);
static const struct data_field page_fields[] = {
    DATA(package_page, org_code),    DATA(package_page, org_name),
    DATA(package_page, fingerprint), DATA(package_page, state),
    DATA(package_page, received_at), DATA_POINTER("package", package_page, package, &package_inside),
};
const struct data package_data = DATA_OF(package_page, page_fields);
