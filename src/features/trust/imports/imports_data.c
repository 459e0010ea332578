/* What the pages of files say to other programs. */
#include "features/trust/imports/imports_pages.h"

static const struct data_field batch_fields[] = {
    DATA(import_batch, id),      DATA(import_batch, kind),  DATA(import_batch, file_name),
    DATA(import_batch, state),   DATA(import_batch, error), DATA(import_batch, on),
    DATA(import_batch, n_row),   DATA(import_batch, n_bad), DATA(import_batch, n_applied),
    DATA(import_batch, made_at),
};
static const struct data batch_data = DATA_OF(import_batch, batch_fields);
static const struct data_field list_fields[] = { DATA_LIST("rows", imports_page, batch, n, &batch_data) };
const struct data imports_data = DATA_OF(imports_page, list_fields);

static const struct data_field record_fields[] = {
    DATA(import_record, row_no),
    DATA(import_record, made_table),
    DATA(import_record, made_id),
    DATA(import_record, error),
    DATA_STRS("cells", import_record, cell, n),
};
static const struct data record_data = DATA_OF(import_record, record_fields);
static const struct data_field page_fields[] = {
    DATA_STRUCT("file", import_page, b, &batch_data),
    DATA(import_page, can_apply),
    DATA(import_page, can_good_rows),
    DATA_STRS("titles", import_page, title, n_title),
    DATA_AS("total", import_page, n),
    DATA_LIST("rows", import_page, row, n_shown, &record_data),
};
const struct data import_data = DATA_OF(import_page, page_fields);
