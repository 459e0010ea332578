/* What the room's pages say to other programs. */
#include "features/people/passbook/passbook_parts.h"

static const struct data_field slip_fields[] = {
    DATA_AS("id", intake_record, voucher_id),
    DATA_AS("number", intake_record, number_text),
    DATA(intake_record, delivered_on),
    DATA(intake_record, item_name),
    DATA(intake_record, grade),
    DATA(intake_record, mode),
    DATA(intake_record, net),
    DATA(intake_record, per),
    DATA(intake_record, shown_unit),
    DATA(intake_record, priced),
    DATA_AS("amount_vnd", intake_record, amount),
    DATA_AS("paid_vnd", intake_record, paid),
    DATA(intake_record, is_void),
};
static const struct data slip_data = { .name = "own_slip",
                                       .field = slip_fields,
                                       .n_field = COUNT(slip_fields),
                                       .size = sizeof(struct intake_record) };
static const struct data_field opening_fields[] = {
    DATA_AS("opened_at", own_opening, at),
    DATA(own_opening, who),
    DATA(own_opening, who_org),
    DATA(own_opening, what),
};
static const struct data opening_data = DATA_OF(own_opening, opening_fields);
static const struct data_field own_fields[] = {
    DATA(own_page, linked),
    DATA_POINTER("member", own_page, p, &party_inside),
    DATA_POINTER("passbook", own_page, book, &passbook_data),
    DATA(own_page, from),
    DATA(own_page, to),
    DATA_AS("delivered_vnd", own_page, delivered),
    DATA_LIST("slips", own_page, slip, n_slip, &slip_data),
    DATA_LIST("openings", own_page, opening, n_opening, &opening_data),
};
const struct data own_data = DATA_OF(own_page, own_fields);

static const struct data_field link_fields[] = {
    DATA(own_link_row, org_code),
    DATA(own_link_row, org_name),
    DATA_AS("member_code", own_link_row, party_code),
    DATA(own_link_row, linked_at),
};
static const struct data link_data = DATA_OF(own_link_row, link_fields);
static const struct data_field links_fields[] = {
    DATA(links_page, user_id),
    DATA(links_page, login),
    DATA_LIST("rows", links_page, row, n, &link_data),
};
const struct data links_data = DATA_OF(links_page, links_fields);
