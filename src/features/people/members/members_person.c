/* One person's data: found, told whole, taken away. Erasing replaces what identifies; the row and its code stay,
   because vouchers speak of them. While vouchers must be kept, what they must say about the person stays too, where
   nobody finds it but on them. Whether it may be done is the caller's question (features/trust/privacy). Start with
   party_person. */
#include "features/people/members/party_search.h"
#include "features/people/members/members_parts.h"
#include "members.sql.h"
#include "members_person.sql.h"

#include "base/json.h"
#include "base/text.h"

result party_person(struct cx *cx, struct db *db, const struct person_ask *ask, struct person *out)
{
    struct person_get p;
    struct party_number_get n;
    struct person_same_count same;
    struct sealed_for whose;
    bool found;
    TRY(person_get(db, (struct person_get_args){ .org_id = ask->org_id, .party_id = ask->party_id }, &p, &found));
    if (!found)
        return party_missing(cx);
    TRY(person_same_count(db,
                          (struct person_same_count_args){ .org_id = ask->org_id,
                                                           .party_id = ask->party_id,
                                                           .name_fold = text_fold(cx->mem, p.full_name),
                                                           .full_name = p.full_name },
                          &same));
    *out = (struct person){ .org_id = ask->org_id,
                            .party_id = ask->party_id,
                            .code = p.code,
                            .full_name = p.full_name,
                            .phone = p.phone,
                            .is_alone = same.n_same == 0 };
    TRY(party_number_get(db, (struct party_number_get_args){ .org_id = ask->org_id, .party_id = ask->party_id }, &n,
                         &found));
    TRY(sealed_for_party(db, ask->org_id, ask->party_id, &whose));
    if (found && ask->seal && !seal_open(cx, ask->seal, &whose, n.sealed_bytes, &out->number))
        out->number = S(""); /* sealed elsewhere: it cannot be looked for */
    return OK;
}

/* ---- telling ---- */

static void day(struct json_out *j, const char *key, date d)
{
    json_member_str(j, str_of(key), d.ymd == DATE_OPEN.ymd ? S("") : date_iso(j->b->mem, d));
}

bool party_number_told(const struct cx *cx, const struct person *who)
{
    return who->number.n && cx_can(cx, CAP_MEMBER_ID);
}

static result tell_record(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct party p;
    TRY(party_read(cx, db, who->org_id, who->party_id, &p));
    json_key(j, S("record"));
    json_begin_object(j);
    json_member_str(j, S("code"), p.code);
    json_member_str(j, S("kind"), p.kind);
    json_member_str(j, S("name"), who->full_name);
    json_member_str(j, S("phone"), p.phone);
    json_member_str(j, S("address"), p.address);
    json_member_str(j, S("hamlet"), p.hamlet);
    day(j, "birth_on", p.birth_on);
    json_member_str(j, S("gender"), p.gender);
    json_member_str(j, S("tax_code"), p.tax_code);
    json_member_str(j, S("personal_number"),
                    party_number_told(cx, who) ? who->number : party_number_masked(cx->mem, p.last_digits));
    json_member_bool(j, S("erased"), p.is_erased);
    day(j, "restricted_on", p.restricted_on);
    json_end_object(j);
    return OK;
}

static result tell_passbook(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct passbook b;
    struct passbook_query q = { who->org_id, who->party_id, { 19000101 }, DATE_OPEN };
    TRY(passbook_read(cx, db, &q, &b));
    json_key(j, S("passbook"));
    json_begin_array(j);
    for (int i = 0; i < b.n; i++) {
        const struct passbook_line *l = &b.line[i];
        json_begin_object(j);
        json_member_str(j, S("voucher"), l->number);
        json_member_str(j, S("kind"), l->kind);
        day(j, "on", l->on);
        json_member_str(j, S("goods"), l->goods);
        json_member_i64(j, S("use_vnd"), l->used.dong);
        json_member_i64(j, S("owed_vnd"), l->owed.dong);
        json_member_i64(j, S("paid_vnd"), l->paid.dong);
        json_member_i64(j, S("balance_vnd"), l->balance.dong);
        json_member_bool(j, S("void"), l->is_void);
        json_end_object(j);
    }
    json_end_array(j);
    return OK;
}

result member_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    TRY(tell_record(cx, db, who, j));
    return tell_passbook(cx, db, who, j);
}

/* ---- erasing ---- */

/* Nobody finds the person by name any more, in either way. */
static result erase_row(struct cx *cx, struct db *db, const struct person *who)
{
    str name = str_fmt(cx->mem, PERSON_GONE " " STR_FMT, STR_ARG(who->code));
    str fold = text_fold(cx->mem, name), sort = text_sort_key(cx->mem, name),
        given = text_given_name_sort_key(cx->mem, name);
    TRY(party_words_erase(db, who->org_id, who->party_id, who->code));
    if (who->kept_from.ymd)
        return person_restrict_party(
            db, (struct person_restrict_party_args){ .org_id = who->org_id,
                                                     .party_id = who->party_id,
                                                     .name_fold = fold,
                                                     .name_sort = sort,
                                                     .given_sort = given,
                                                     .restricted_on = date_of_instant(cx->now_at, ZONE_VN) });
    return person_erase_party(db, (struct person_erase_party_args){ .org_id = who->org_id,
                                                                    .party_id = who->party_id,
                                                                    .full_name = name,
                                                                    .name_fold = fold,
                                                                    .name_sort = sort,
                                                                    .given_sort = given });
}

static result erase_own(struct db *db, const struct person *who, int *n)
{
    int64_t number, values, reasons, words;
    TRY(person_erase_number(db, (struct person_erase_number_args){ .org_id = who->org_id, .party_id = who->party_id },
                            &number));
    TRY(party_key_drop(db, (struct party_key_drop_args){ .org_id = who->org_id, .party_id = who->party_id }));
    TRY(person_erase_values(db,
                            (struct person_erase_values_args){
                                .org_id = who->org_id, .party_id = who->party_id, .gone_text = S(PERSON_GONE) },
                            &values));
    TRY(person_erase_reasons(db, (struct person_erase_reasons_args){ .org_id = who->org_id, .party_id = who->party_id },
                             &reasons));
    TRY(person_erase_words(db, (struct person_erase_words_args){ .org_id = who->org_id, .party_id = who->party_id },
                           &words));
    *n += (int)(1 + number + values + reasons + words);
    return OK;
}

static result erase_other_reasons(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct person_other_reasons *r;
    int n_row;
    TRY(person_other_reasons(db, (struct person_other_reasons_args){ .org_id = who->org_id, .party_id = who->party_id },
                             &r, &n_row));
    for (int i = 0; i < n_row; i++) {
        if (!person_named_in(cx->mem, who, r[i].reason))
            continue;
        TRY(person_erase_other_reason(db,
                                      (struct person_erase_other_reason_args){ .org_id = who->org_id, .id = r[i].id }));
        ++*n;
    }
    return OK;
}

static result erase_other_words(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct person_other_words *r;
    int n_row;
    TRY(person_other_words(db, (struct person_other_words_args){ .org_id = who->org_id, .party_id = who->party_id }, &r,
                           &n_row));
    for (int i = 0; i < n_row; i++) {
        bool reason = person_named_in(cx->mem, who, r[i].left_reason), note = person_named_in(cx->mem, who, r[i].note);
        if (!reason && !note)
            continue;
        TRY(person_put_other_words(
            db, (struct person_put_other_words_args){ .org_id = who->org_id,
                                                      .party_id = r[i].party_id,
                                                      .joined_on = r[i].joined_on,
                                                      .left_reason = reason ? S("") : r[i].left_reason,
                                                      .note = note ? S("") : r[i].note }));
        ++*n;
    }
    return OK;
}

result member_erase_person(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    str what = who->kept_from.ymd ? S("restricted") : S("erased");
    TRY(erase_row(cx, db, who));
    TRY(erase_own(db, who, n));
    TRY(erase_other_reasons(cx, db, who, n));
    TRY(erase_other_words(cx, db, who, n));
    return party_change_write(cx, db,
                              &(struct change){ who->org_id, who->party_id, what, S(""), S(PERSON_GONE), S("") });
}
