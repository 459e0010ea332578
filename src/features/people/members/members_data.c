/* What the pages of members and partners say to other programs. A personal number is never sent whole, but as the
   answer to the explicit request for it. What a reader from outside may not see, party_hide has taken away before. */
#include "features/people/members/members_pages.h"
#include "party_search.sql.h"

#include "web/list/list_data.h"

static const struct data_field party_fields[] = {
    DATA(party, id),
    DATA(party, code),
    DATA_AS("name", party, full_name),
    DATA(party, kind),
    DATA(party, is_person),
    DATA(party, is_member),
    DATA(party, class),
    DATA(party, joined_on),
    DATA(party, left_on),
    DATA(party, agreement_number),
    DATA(party, agreement_on),
    DATA(party, intake_mode),
    DATA(party, fee_bp),
    DATA(party, phone),
    DATA(party, address),
    DATA(party, hamlet),
    DATA(party, birth_on),
    DATA(party, gender),
    DATA(party, tax_code),
    DATA(party, last_digits),
};
const struct data party_inside = DATA_OF(party, party_fields);
static const struct data_field list_fields[] = LIST_FIELDS(party_list);
const struct data parties_data = LIST_DATA("parties", list_fields);

static const struct data_field line_fields[] = {
    DATA(passbook_line, voucher_id),
    DATA(passbook_line, on),
    DATA(passbook_line, number),
    DATA(passbook_line, kind),
    DATA(passbook_line, goods),
    DATA_AS("used_vnd", passbook_line, used),
    DATA_AS("owed_vnd", passbook_line, owed),
    DATA_AS("paid_vnd", passbook_line, paid),
    DATA_AS("balance_vnd", passbook_line, balance),
    DATA(passbook_line, is_void),
};
static const struct data line_data = DATA_OF(passbook_line, line_fields);
static const struct data_field passbook_fields[] = {
    DATA_AS("open_vnd", passbook, open), DATA_AS("owed_vnd", passbook, owed),
    DATA_AS("paid_vnd", passbook, paid), DATA_AS("close_vnd", passbook, close),
    DATA_AS("used_vnd", passbook, used), DATA_LIST("lines", passbook, line, n, &line_data),
};
const struct data passbook_data = DATA_OF(passbook, passbook_fields);
static const struct data_field opening_fields[] = { DATA(party_opening, at), DATA(party_opening, who) };
static const struct data opening_data = DATA_OF(party_opening, opening_fields);
static const struct data_field one_fields[] = {
    DATA_POINTER("party", party_page_view, p, &party_inside),
    DATA_POINTER("passbook", party_page_view, book, &passbook_data),
    DATA_AS("personal_number", party_page_view, whole_number),
    DATA_LIST("number_openings", party_page_view, opening, n_opening, &opening_data),
};
const struct data party_data = DATA_OF(party_page_view, one_fields);
