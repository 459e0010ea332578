/* What the pages of cash say to other programs. */
#include "features/books/payments/payments_pages.h"
#include "payments.sql.h"

#include "web/list/list_data.h"

static const struct data_field record_fields[] = {
    DATA_AS("id", payment_record, voucher_id),
    DATA_AS("number", payment_record, number_text),
    DATA(payment_record, on),
    DATA(payment_record, out),
    DATA_AS("amount_vnd", payment_record, amount),
    DATA(payment_record, account),
    DATA(payment_record, party_id),
    DATA(payment_record, party_code),
    DATA_NAME("party_name", payment_record, party_name),
    DATA(payment_record, memo),
    DATA(payment_record, is_void),
};
static const struct data record_data = DATA_OF(payment_record, record_fields);
static const struct data_field payments_fields[] = LIST_FIELDS(payment_list);
const struct data payments_data = LIST_DATA("payments", payments_fields);
static const struct data_field payment_page_fields[] = {
    DATA_POINTER("payment", payment_page, r, &record_data),
    DATA(payment_page, purpose),
};
const struct data payment_data = DATA_OF(payment_page, payment_page_fields);
