/* Templates: keep, read, go on to the next month. They are words, not vouchers: what is posted from one passes through
   the same checks as any other. */
#include "features/books/accounting/template.h"
#include "template.sql.h"

#include "base/json.h"

static str lines_json(struct cx *cx, const struct journal_template *t)
{
    struct buf b = buf_new(cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_array(&j);
    for (int i = 0; i < t->n_line; i++) {
        json_begin_object(&j);
        json_member_str(&j, S("account"), t->line[i].account);
        json_member_str(&j, S("party"), t->line[i].party);
        json_member_i64(&j, S("dr_vnd"), t->line[i].dr.dong);
        json_member_i64(&j, S("cr_vnd"), t->line[i].cr.dong);
        json_end_object(&j);
    }
    json_end_array(&j);
    return buf_str(&b);
}

static void read_lines(struct cx *cx, str text, struct journal_template *t)
{
    struct json *tree;
    if (!json_parse(cx->mem, text, &tree, NULL))
        return;
    struct template_line *line = new (cx->mem, struct template_line, tree->n);
    t->line = line;
    for (const struct json *v = tree->child; v && t->n_line < TEMPLATE_LINES_MAX; v = v->next) {
        struct template_line *l = &line[t->n_line++];
        (void)json_as_str(json_get(v, S("account")), &l->account);
        (void)json_as_str(json_get(v, S("party")), &l->party);
        (void)json_as_i64(json_get(v, S("dr_vnd")), &l->dr.dong);
        (void)json_as_i64(json_get(v, S("cr_vnd")), &l->cr.dong);
    }
}

static result check(struct cx *cx, struct db *db, const struct journal_template *t)
{
    int before = cx->n_errors;
    struct template_named row;
    bool taken;
    if (!t->name.n)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("template.name"), .field = S("template_name"),
                   .message = tr(cx, "Give the template a name."));
    if (!t->n_line)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("template.empty"), .field = S("row-0-account"),
                   .message = tr(cx, "A template has at least one line."));
    TRY(template_named(db, (struct template_named_args){ .org_id = t->org_id, .name = t->name }, &row, &taken));
    if (taken)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("template.name_taken"), .field = S("template_name"),
                   .message = tr(cx, "Another template has this name."));
    return (result){ cx->n_errors == before };
}

result template_save(struct cx *cx, struct db *db, struct journal_template *t, date first_on)
{
    TRY(check(cx, db, t));
    t->id = db_next_id(db, t->org_id);
    if (t->id < 0)
        return FAILED;
    t->due_on = t->monthly ? date_add_months(first_on, 1) : DATE_OPEN;
    return template_insert(db, (struct template_insert_args){ .org_id = t->org_id,
                                                              .id = t->id,
                                                              .name = t->name,
                                                              .memo = t->memo,
                                                              .lines_json = lines_json(cx, t),
                                                              .is_monthly = t->monthly,
                                                              .due_on = t->due_on,
                                                              .due_day = date_day(first_on),
                                                              .made_by_id = cx->actor.user_id,
                                                              .made_at = cx->now_at });
}

result template_list(struct cx *cx, struct db *db, int64_t org_id, struct journal_template **out, int *n)
{
    struct template_rows *row;
    TRY(template_rows(db, (struct template_rows_args){ .org_id = org_id }, &row, n));
    *out = new (cx->mem, struct journal_template, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct journal_template){ .org_id = org_id,
                                               .id = row[i].id,
                                               .name = row[i].name,
                                               .memo = row[i].memo,
                                               .monthly = row[i].is_monthly,
                                               .due_on = row[i].due_on };
    return OK;
}

result template_load(struct cx *cx, struct db *db, int64_t org_id, int64_t id, struct journal_template *out)
{
    struct template_get row;
    bool found;
    TRY(template_get(db, (struct template_get_args){ .org_id = org_id, .id = id }, &row, &found));
    if (!found)
        return fail(cx, .kind = ERR_NOT_FOUND, .code = S("template.not_found"),
                    .message = tr(cx, "There is no such template."));
    *out = (struct journal_template){
        .org_id = org_id, .id = id, .name = row.name, .memo = row.memo, .monthly = row.is_monthly, .due_on = row.due_on
    };
    read_lines(cx, row.lines_json, out);
    return OK;
}

/* The 31st of a shorter month is its last day, and the 31st again in the next. */
static date day_of_month(date first, int64_t day)
{
    date last = date_month_last(first);
    return day < date_day(last) ? (date){ first.ymd - date_day(first) + (int32_t)day } : last;
}

/* The first month after the voucher's, on the day it was always due. */
result template_used(struct cx *cx, struct db *db, int64_t org_id, int64_t id, date on)
{
    struct template_get row;
    bool found;
    (void)cx;
    TRY(template_get(db, (struct template_get_args){ .org_id = org_id, .id = id }, &row, &found));
    if (!found || !row.is_monthly)
        return OK;
    date due = row.due_on;
    if (date_cmp(date_month_first(due), on) <= 0)
        due = day_of_month(date_add_months(date_month_first(on), 1), row.due_day);
    return template_put_due(db, (struct template_put_due_args){ .due_on = due, .org_id = org_id, .id = id });
}

result template_drop(struct cx *cx, struct db *db, int64_t org_id, int64_t id)
{
    (void)cx;
    return template_delete(db, (struct template_delete_args){ .org_id = org_id, .id = id });
}

result template_due(struct cx *cx, struct db *db, int64_t org_id, date today, int64_t *n)
{
    struct template_count_due row;
    (void)cx;
    TRY(template_count_due(db, (struct template_count_due_args){ .org_id = org_id, .due_on = today }, &row));
    *n = row.n_due;
    return OK;
}
