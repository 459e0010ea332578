/* What the pages of deliveries say to other programs. */
#include "features/produce/intake/intake_pages.h"
#include "intake.sql.h"

#include "web/list/list_data.h"

static const char *const units[] = { "g", "ml", "piece", "mm", "cm2" };

static const struct data_field record_fields[] = {
    DATA_AS("id", intake_record, voucher_id),
    DATA_AS("number", intake_record, number_text),
    DATA(intake_record, delivered_on),
    DATA(intake_record, party_id),
    DATA(intake_record, member_code),
    DATA_NAME("member_name", intake_record, member_name),
    DATA(intake_record, item_id),
    DATA(intake_record, item_code),
    DATA(intake_record, item_name),
    DATA(intake_record, grade),
    DATA(intake_record, mode),
    DATA(intake_record, lot_id),
    DATA(intake_record, lot_code),
    DATA_WORD("unit", intake_record, unit, units),
    DATA(intake_record, shown_unit),
    DATA(intake_record, per),
    DATA_AS("gross_qty", intake_record, gross),
    DATA_AS("tare_qty", intake_record, tare),
    DATA_AS("net_qty", intake_record, net),
    DATA(intake_record, priced),
    DATA_AS("price_vnd", intake_record, price),
    DATA_AS("amount_vnd", intake_record, amount),
    DATA_AS("paid_vnd", intake_record, paid),
    DATA(intake_record, price_voucher_id),
    DATA(intake_record, is_void),
};
static const struct data record_data = DATA_OF(intake_record, record_fields);
static const struct data_field deliveries_fields[] = LIST_FIELDS(intake_list);
const struct data deliveries_data = LIST_DATA("deliveries", deliveries_fields);
static const struct data_field slip_page_fields[] = { DATA_POINTER("slip", slip_page, r, &record_data) };
const struct data slip_data = DATA_OF(slip_page, slip_page_fields);

/* A planned or posted slip; id and number are empty in a preview. */
static const struct data_field slip_fields[] = {
    DATA_AS("id", intake_slip, posted.id),
    DATA_AS("number", intake_slip, posted.number_text),
    DATA_AS("repeated", intake_slip, posted.repeated),
    DATA_AS("lot", intake_slip, lot.code),
    DATA_AS("member", intake_slip, member.code),
    DATA_AS("item", intake_slip, item.code),
    DATA(intake_slip, mode),
    DATA_AS("net_qty", intake_slip, net),
    DATA(intake_slip, priced),
    DATA_AS("price_vnd", intake_slip, price),
    DATA_AS("amount_vnd", intake_slip, amount),
};
static const struct data planned_data = DATA_OF(intake_slip, slip_fields);
static const struct data_field sheet_page_fields[] = {
    DATA_AS("done", sheet_page, done),
    DATA_LIST("slips", sheet_page, slip, n, &planned_data),
    DATA_AS("total_vnd", sheet_page, total),
};
const struct data sheet_data = DATA_OF(sheet_page, sheet_page_fields);
