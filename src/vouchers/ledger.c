/* Balances from the sums, months and their locks, settings, dimensions, the chart. */
#include "vouchers/ledger.h"
#include "vouchers/audit.h"
#include "vouchers/canon.h"
#include "vouchers.sql.h"

result org_lock_add(struct cx *cx, struct db *db, int64_t org_id)
{
    (void)cx;
    return voucher_org_lock(db, (struct voucher_org_lock_args){ .org_id = org_id });
}

result voucher_balances(struct cx *cx, struct db *db, struct sum_query q, struct balance **out, int *n)
{
    struct sum_account_range *row;
    str end = str_fmt(cx->mem, STR_FMT "\x7f", STR_ARG(q.prefix));
    TRY(sum_account_range(db,
                          (struct sum_account_range_args){ .org_id = q.org_id,
                                                           .from_month = q.from_month,
                                                           .to_month = q.to_month,
                                                           .from_account = q.prefix,
                                                           .to_account = end },
                          &row, n));
    *out = new (cx->mem, struct balance, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct balance){ row[i].account, row[i].open_dr_vnd, row[i].open_cr_vnd, row[i].turn_dr_vnd,
                                      row[i].turn_cr_vnd };
    return OK;
}

result voucher_rebuild_sums(struct cx *cx, struct db *db, int64_t org_id)
{
    (void)cx;
    TRY(sum_account_clear(db, (struct sum_account_clear_args){ .org_id = org_id }));
    TRY(sum_account_rebuild(db, (struct sum_account_rebuild_args){ .org_id = org_id }));
    TRY(sum_party_clear(db, (struct sum_party_clear_args){ .org_id = org_id }));
    TRY(sum_party_rebuild(db, (struct sum_party_rebuild_args){ .org_id = org_id }));
    TRY(stock_clear(db, (struct stock_clear_args){ .org_id = org_id }));
    return stock_rebuild(db, (struct stock_rebuild_args){ .org_id = org_id });
}

static result check_transition(struct cx *cx, str from, str to, str reason)
{
    bool known = str_eq(to, S("open")) || str_eq(to, S("closed")) || str_eq(to, S("final"));
    if (!known)
        return fail(cx, .kind = ERR_INVALID, .code = S("period.state"), .field = S("state"),
                    .message = tr(cx, "Unknown state of a month."));
    if (str_eq(from, S("final")))
        return fail(cx, .kind = ERR_CONFLICT, .code = S("period.final"), .field = S("state"),
                    .message = tr(cx, "This month is final and never opens again."),
                    .hint = tr(cx, "Correct it with a voucher dated in an open month."));
    if (str_eq(from, S("closed")) && str_eq(to, S("open")) && str_trim(reason).n == 0)
        return fail(cx, .kind = ERR_INVALID, .code = S("period.reason"), .field = S("reason"),
                    .message = tr(cx, "Say why the month is opened again."));
    return OK;
}

result period_set(struct cx *cx, struct db *db, int64_t org_id, int month, str state, str reason)
{
    struct period_at now = { .state = S("open") };
    date first;
    bool found;
    if (!date_make(month / 100, month % 100, 1, &first))
        return fail(cx, .kind = ERR_INVALID, .code = S("period.month"), .field = S("month"),
                    .message = tr(cx, "This is not a month."));
    TRY(period_at(db, (struct period_at_args){ .org_id = org_id, .first_on = first }, &now, &found));
    if (!found)
        now.state = S("open");
    TRY(check_transition(cx, now.state, state, reason));
    TRY(period_put(db, (struct period_put_args){ .org_id = org_id,
                                                 .first_on = first,
                                                 .last_on = date_month_last(first),
                                                 .year = date_year(first),
                                                 .state = state,
                                                 .changed_at = cx->now_at,
                                                 .changed_by_id = cx->actor.user_id,
                                                 .reason = reason }));
    return audit_write(cx, db,
                       (struct audit){ .org_id = org_id,
                                       .subject = S("period"),
                                       .subject_id = month,
                                       .action = str_fmt(cx->mem, "period." STR_FMT, STR_ARG(state)) });
}

result period_list(struct cx *cx, struct db *db, int64_t org_id, struct period_state **out, int *n)
{
    struct period_all *row;
    TRY(period_all(db, (struct period_all_args){ .org_id = org_id }, &row, n));
    *out = new (cx->mem, struct period_state, *n);
    for (int i = 0; i < *n; i++)
        (*out)[i] = (struct period_state){ row[i].first_on, row[i].last_on,    row[i].state,
                                           row[i].reason,   row[i].changed_at, row[i].changed_by_id };
    return OK;
}

static const struct {
    const char *name, *allowed, *standard;
} settings[] = {
    { "year_first_month", "1 2 3 4 5 6 7 8 9 10 11 12", "1" },
    { "negative_stock", "refuse allow", "refuse" },
    { "four_eyes", "off money all", "off" },
    { "second_factor", "off money all", "off" },
    { "file_mb", "1 2 5 12", "12" },
};

static int setting_index(str name)
{
    for (int i = 0; i < (int)(sizeof settings / sizeof *settings); i++)
        if (str_eq(name, str_of(settings[i].name)))
            return i;
    return -1;
}

static bool word_of(str words, str w)
{
    while (words.n) {
        struct str_cut c = str_cut(words, ' ');
        if (str_eq(c.head, w))
            return true;
        words = c.tail;
    }
    return false;
}

result org_setting_set(struct cx *cx, struct db *db, int64_t org_id, str name, str value)
{
    int i = setting_index(name);
    if (i < 0 || !word_of(str_of(settings[i].allowed), value))
        return fail(cx, .kind = ERR_INVALID, .code = S("setting.value"), .field = name,
                    .message = tr(cx, "This setting cannot have that value."));
    TRY(org_setting_put(db, (struct org_setting_put_args){ .org_id = org_id, .name = name, .setting = value }));
    return audit_write(
        cx, db, (struct audit){ .org_id = org_id, .action = S("setting.set"), .subject = name, .detail = value });
}

result org_setting_get(struct cx *cx, struct db *db, int64_t org_id, str name, str *value)
{
    struct org_setting_one row;
    bool found;
    int i = setting_index(name);
    (void)cx;
    TRY(org_setting_one(db, (struct org_setting_one_args){ .org_id = org_id, .name = name }, &row, &found));
    *value = found ? row.setting : i >= 0 ? str_of(settings[i].standard) : S("");
    return OK;
}

result dim_intern(struct cx *cx, struct db *db, int64_t org_id, struct dim d, int64_t *id)
{
    struct dim_find row;
    bool found;
    (void)cx;
    *id = 0;
    if (d.service.n + d.season.n + d.plot.n + d.fund.n + d.chain.n == 0)
        return OK;
    TRY(dim_find(db,
                 (struct dim_find_args){ .org_id = org_id,
                                         .service = d.service,
                                         .season = d.season,
                                         .plot = d.plot,
                                         .fund = d.fund,
                                         .chain = d.chain },
                 &row, &found));
    if (found) {
        *id = row.id;
        return OK;
    }
    *id = db_next_id(db, org_id);
    if (*id < 0)
        return FAILED;
    return dim_insert(db, (struct dim_insert_args){ .org_id = org_id,
                                                    .id = *id,
                                                    .service = d.service,
                                                    .season = d.season,
                                                    .plot = d.plot,
                                                    .fund = d.fund,
                                                    .chain = d.chain });
}

static struct sha256 chart_hash(struct cx *cx, const struct account_row *row, int n)
{
    struct canon c = canon_new(cx->mem);
    for (int i = 0; i < n; i++) {
        canon_text(&c, row[i].code);
        canon_text(&c, row[i].parent);
        canon_text(&c, row[i].name_vi);
        canon_text(&c, row[i].name_en);
        canon_text(&c, row[i].nature);
        canon_i64(&c, row[i].off_balance);
        canon_text(&c, row[i].statement);
    }
    return sha256_of(canon_bytes(&c));
}

static result put_account(struct db *db, int64_t org_id, const struct account_row *a, int64_t set_id, date from)
{
    return account_insert(db, (struct account_insert_args){ .org_id = org_id,
                                                            .code = a->code,
                                                            .parent = a->parent,
                                                            .name_vi = a->name_vi,
                                                            .name_en = a->name_en,
                                                            .nature = a->nature,
                                                            .off_balance = a->off_balance,
                                                            .statement = a->statement,
                                                            .note = a->note,
                                                            .ref_set_id = set_id,
                                                            .valid_from_on = from });
}

result chart_load(struct cx *cx, struct db *db, const struct chart *chart)
{
    struct ref_set_find set;
    bool found;
    struct sha256 h = chart_hash(cx, chart->row, chart->n);
    TRY(ref_set_find(
        db, (struct ref_set_find_args){ .org_id = 0, .set_code = S("chart_of_accounts"), .version = chart->version },
        &set, &found));
    if (found && str_eq(set.content_hash, sha256_str(&h)))
        return OK;
    if (found)
        return fail(cx, .kind = ERR_ENV, .code = S("chart.changed"), .field = S(""),
                    .message =
                        TRF(cx, "Version {1} of the chart of accounts was loaded with other contents.", chart->version),
                    .hint = tr(cx, "Reference data is never overwritten: give the change a new version."));
    int64_t id = db_next_id(db, 0);
    if (id < 0)
        return FAILED;
    TRY(ref_set_insert(db, (struct ref_set_insert_args){ .org_id = 0,
                                                         .id = id,
                                                         .set_code = S("chart_of_accounts"),
                                                         .version = chart->version,
                                                         .valid_from_on = chart->valid_from,
                                                         .source = chart->source,
                                                         .content_hash = sha256_str(&h) }));
    for (int i = 0; i < chart->n; i++)
        TRY(put_account(db, 0, &chart->row[i], id, chart->valid_from));
    return OK;
}

result account_add(struct cx *cx, struct db *db, int64_t org_id, struct account_row row, date valid_from)
{
    struct voucher_account parent, same;
    struct account_used used;
    bool found, taken;
    int before = cx->n_errors;
    TRY(voucher_account(
        db, (struct voucher_account_args){ .org_id = org_id, .account = row.parent, .posting_on = valid_from }, &parent,
        &found));
    TRY(voucher_account(
        db, (struct voucher_account_args){ .org_id = org_id, .account = row.code, .posting_on = valid_from }, &same,
        &taken));
    TRY(account_used(db, (struct account_used_args){ .org_id = org_id, .account = row.parent }, &used));
    if (!found || row.code.n <= row.parent.n || !str_starts(row.code, row.parent))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("account.parent"), .field = S("code"),
                   .message = tr(cx, "A sub-account's code continues the code of an existing account."));
    if (taken)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("account.taken"), .field = S("code"),
                   .message = tr(cx, "This account exists already."));
    if (used.n_line)
        (void)fail(cx, .kind = ERR_CONFLICT, .code = S("account.in_use"), .field = S("code"),
                   .message = TRF(cx, "Account {1} has entries and cannot get detail accounts.", row.parent));
    if (row.name_vi.n == 0)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("account.name"), .field = S("name_vi"),
                   .message = tr(cx, "Give the account a name."));
    if (cx->n_errors > before)
        return FAILED;
    row.off_balance = parent.off_balance;
    return put_account(db, org_id, &row, 0, valid_from);
}
