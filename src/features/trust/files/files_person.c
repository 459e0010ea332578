/* A person who wants to know or to be forgotten. On the own record everything goes, rows at once and bytes by the next
   collecting; elsewhere the words that name the person do. Papers of vouchers stay as long as the vouchers must. */
#include "features/trust/files/files_parts.h"
#include "files.sql.h"

#include "base/json.h"

enum { PAGE = 500 };

/* ---- telling ---- */

static void tell_files(struct cx *cx, struct json_out *j, const struct record_files *r)
{
    json_key(j, S("files"));
    json_begin_array(j);
    for (int i = 0; i < r->n_file; i++) {
        const struct file_row *f = &r->file[i];
        json_begin_object(j);
        json_member_str(j, S("file_name"), f->name);
        json_member_str(j, S("caption"), f->caption);
        json_member_str(j, S("at"), instant_iso(cx->mem, f->added_at));
        json_member_str(j, S("reason"), f->withdrawn_reason);
        json_end_object(j);
    }
    json_end_array(j);
}

static void tell_notes(struct cx *cx, struct json_out *j, const struct record_files *r)
{
    json_key(j, S("notes"));
    json_begin_array(j);
    for (int i = 0; i < r->n_note; i++) {
        const struct note_row *n = &r->note[i];
        json_begin_object(j);
        json_member_str(j, S("words"), n->words);
        json_member_str(j, S("at"), instant_iso(cx->mem, n->added_at));
        json_member_str(j, S("reason"), n->withdrawn_reason);
        json_end_object(j);
    }
    json_end_array(j);
}

result files_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j)
{
    struct record_files r = { 0 };
    TRY(record_read(cx, db, (struct record){ who->org_id, S("party"), who->party_id }, false, &r));
    tell_files(cx, j, &r);
    tell_notes(cx, j, &r);
    json_key(j, S("tags"));
    json_begin_array(j);
    for (int i = 0; i < r.n_tag; i++)
        json_put_str(j, r.tag[i].tag);
    json_end_array(j);
    return OK;
}

/* ---- erasing ---- */

static bool blank(struct cx *cx, const struct person *who, str *words, str with)
{
    bool named = person_named_in(cx->mem, who, *words);
    if (named)
        *words = with;
    return named;
}

static str ending(str name)
{
    ptrdiff_t at = name.n;
    while (at > 0 && name.s[at - 1] != '.')
        at--;
    return at > 0 ? str_sub(name, at - 1, name.n) : S("");
}

static result file_words(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct file_word_page_args q = { .org_id = who->org_id, .n_most = PAGE };
    struct file_word_page *row;
    int n_row;
    do {
        size_t mark = arena_mark(cx->mem);
        TRY(file_word_page(db, q, &row, &n_row));
        for (int i = 0; i < n_row; i++) {
            struct file_words_put_args put = { row[i].name, row[i].caption, row[i].withdrawn_reason, who->org_id,
                                               row[i].id };
            str end = ending(row[i].name);
            bool changed = blank(cx, who, &put.name, str_fmt(cx->mem, PERSON_GONE STR_FMT, STR_ARG(end)));
            changed |= blank(cx, who, &put.caption, S(""));
            changed |= blank(cx, who, &put.withdrawn_reason, S(PERSON_GONE));
            q.behind_id = row[i].id;
            *n += changed;
            if (changed)
                TRY(file_words_put(db, put));
        }
        arena_reset(cx->mem, mark);
    } while (n_row);
    return OK;
}

static result note_words(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct note_word_page_args q = { .org_id = who->org_id, .n_most = PAGE };
    struct note_word_page *row;
    int n_row;
    do {
        size_t mark = arena_mark(cx->mem);
        TRY(note_word_page(db, q, &row, &n_row));
        for (int i = 0; i < n_row; i++) {
            struct note_words_put_args put = { row[i].words, row[i].withdrawn_reason, who->org_id, row[i].id };
            bool changed = blank(cx, who, &put.words, S(PERSON_GONE));
            changed |= blank(cx, who, &put.withdrawn_reason, S(PERSON_GONE));
            q.behind_id = row[i].id;
            *n += changed;
            if (changed)
                TRY(note_words_put(db, put));
        }
        arena_reset(cx->mem, mark);
    } while (n_row);
    return OK;
}

static result tag_words(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    struct tag_word_page_args q = { .org_id = who->org_id, .n_most = PAGE };
    struct tag_word_page *row;
    int n_row;
    do {
        size_t mark = arena_mark(cx->mem);
        TRY(tag_word_page(db, q, &row, &n_row));
        for (int i = 0; i < n_row; i++) {
            q.behind_id = row[i].id;
            if (!person_named_in(cx->mem, who, row[i].tag))
                continue;
            ++*n;
            TRY(tag_drop(db, (struct tag_drop_args){ who->org_id, row[i].id }));
        }
        arena_reset(cx->mem, mark);
    } while (n_row);
    return OK;
}

result files_erase_person(struct cx *cx, struct db *db, const struct person *who, int *n)
{
    int64_t files, notes, tags;
    TRY(file_erase_party(db, (struct file_erase_party_args){ who->org_id, who->party_id, who->kept_from }, &files));
    TRY(note_erase_party(db, (struct note_erase_party_args){ who->org_id, who->party_id }, &notes));
    TRY(tag_erase_party(db, (struct tag_erase_party_args){ who->org_id, who->party_id }, &tags));
    *n += (int)(files + notes + tags);
    TRY(file_words(cx, db, who, n));
    TRY(note_words(cx, db, who, n));
    return tag_words(cx, db, who, n);
}
