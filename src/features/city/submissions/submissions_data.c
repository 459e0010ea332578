/* What the pages of submitted figures say to other programs. */
#include "features/city/submissions/submissions_parts.h"

static const struct data_field sent_fields[] = {
    DATA(sent_page, fingerprint),
    DATA(sent_page, city_here),
    DATA_STMT("rows", sent_page, row, n, submission_sent_stmt),
};
const struct data sent_data = DATA_OF(sent_page, sent_fields);
static const struct data_field city_fields[] = {
    DATA_PAGING(city_page, list),
    DATA(city_page, year),
    DATA(city_page, n_reporting),
    DATA(city_page, n_all),
    DATA(city_page, due_month),
    DATA_STMT("rows", city_page, org, n_org, submission_standing_stmt),
    DATA_STMT("received", city_page, row, n, submission_received_stmt),
};
const struct data city_data = DATA_OF(city_page, city_fields);

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
