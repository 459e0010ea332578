/* files: see README.md. Use cases: what is checked before a file is kept, adding and withdrawing, reading. The disk is
   content.c's business, pictures are media.c's and thumb.c's. */
#include "features/trust/files/files_parts.h"
#include "features/trust/files/content.h"
#include "features/trust/files/thumb.h"
#include "files.sql.h"

#include "base/text.h"

enum { SHOWN_MOST = 500 };

/* ---- records ---- */

result record_missing(struct cx *cx)
{
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("record.not_found"),
                .message = tr(cx, "There is no such record."));
}

result record_find(struct cx *cx, struct db *db, struct record of, struct record_is *out)
{
    struct record_voucher v = { 0 };
    struct record_party p;
    struct record_item i;
    struct record_draft d;
    struct record_duty_mark m;
    struct record_organisation o = { 0 };
    bool found = false;
    if (str_eq(of.subject, S("voucher")))
        TRY(record_voucher(db, (struct record_voucher_args){ of.org_id, of.id }, &v, &found));
    else if (str_eq(of.subject, S("party")))
        TRY(record_party(db, (struct record_party_args){ of.org_id, of.id }, &p, &found));
    else if (str_eq(of.subject, S("item")))
        TRY(record_item(db, (struct record_item_args){ of.org_id, of.id }, &i, &found));
    else if (str_eq(of.subject, S("draft")))
        TRY(record_draft(db, (struct record_draft_args){ of.org_id, of.id }, &d, &found));
    else if (str_eq(of.subject, S("duty_mark")))
        TRY(record_duty_mark(db, (struct record_duty_mark_args){ of.org_id, of.id }, &m, &found));
    else if (str_eq(of.subject, S("organisation")))
        TRY(record_organisation(db, (struct record_organisation_args){ of.id }, &o, &found));
    *out = (struct record_is){ v.kind, v.posting_on, o.code };
    return found ? OK : record_missing(cx);
}

/* An organisation of the register was looked up by whoever asked: who writes sees no other than his own. */
static result must_be(struct cx *cx, struct db *db, struct record of)
{
    struct record_is is;
    return str_eq(of.subject, S("organisation")) ? OK : record_find(cx, db, of, &is);
}

static result note_down(struct cx *cx, struct db *db, struct record of, const char *action, int64_t id)
{
    return audit_write(cx, db,
                       (struct audit){ .org_id = of.org_id,
                                       .action = str_of(action),
                                       .subject = of.subject,
                                       .subject_id = of.id,
                                       .detail = str_from_i64(cx->mem, id) });
}

static bool same_record(struct record of, str subject, int64_t subject_id)
{
    return str_eq(of.subject, subject) && of.id == subject_id;
}

static result reused(struct cx *cx)
{
    return fail(cx, .kind = ERR_CONFLICT, .code = S("file.request_reused"),
                .message = tr(cx, "This was sent before with another content."),
                .hint = tr(cx, "Open the page again and add it once more."));
}

/* ---- files ---- */

static result refuse(struct cx *cx, const char *code, const char *field, str message, str hint)
{
    return fail(cx, .kind = ERR_INVALID, .code = str_of(code), .field = str_of(field), .message = message,
                .hint = hint);
}

result file_judge(struct cx *cx, str bytes, int64_t most_mb, const char *field, struct media *m)
{
    *m = media_of(bytes);
    if (!bytes.n)
        return refuse(cx, "file.empty", field, tr(cx, "The file is empty."), S(""));
    if (bytes.n > most_mb << 20)
        return refuse(cx, "file.too_large", field,
                      TRF(cx, "The file is larger than {1} MB.", str_from_i64(cx->mem, most_mb)),
                      tr(cx, "Take the photo with a lower resolution, or scan in grey."));
    if (m->kind == MEDIA_HEIC)
        return refuse(cx, "file.heic", field, tr(cx, "This is a HEIC picture, which most programs cannot show."),
                      tr(cx, "Set the phone's camera to “Most compatible” (JPEG) and take it again."));
    if (m->kind == MEDIA_NONE)
        return refuse(cx, "file.kind", field, tr(cx, "This is neither a photo (JPEG, PNG, WebP) nor a PDF."),
                      tr(cx, "What counts is the content, not the name. Save it in one of these formats."));
    if (m->width > PICTURE_EDGE_MAX || m->height > PICTURE_EDGE_MAX ||
        (int64_t)m->width * m->height > PICTURE_PIXELS_MAX)
        return refuse(cx, "file.pixels", field, tr(cx, "The picture has too many pixels."),
                      tr(cx, "Make it smaller and add it again."));
    return OK;
}

/* The name without its ending, which says what the content is; the content knows that better. */
static str name_of(struct arena *mem, str sent, enum media_kind kind)
{
    str clean, ending = media_ending(kind);
    ptrdiff_t n = sent.n;
    while (n > 0 && sent.s[n - 1] != '.')
        n--;
    str stem = n > 1 && sent.n - n <= 5 ? str_sub(sent, 0, n - 1) : sent;
    if (text_clean(mem, stem, false, &clean) != TEXT_FINE || !str_trim(clean).n)
        clean = S("file");
    clean = text_ellipsis(mem, str_trim(clean), 80);
    return str_fmt(mem, STR_FMT STR_FMT, STR_ARG(clean), STR_ARG(ending));
}

struct limit_ask {
    int64_t org_id, mb;
};

static result limit_work(struct cx *cx, struct db *db, void *arg)
{
    struct limit_ask *a = arg;
    str value;
    TRY(org_setting_get(cx, db, a->org_id, S("file_mb"), &value));
    return str_to_i64(value, &a->mb) ? OK : FAILED;
}

result file_prepare(struct cx *cx, struct store *s, const struct file_in *in, const char *field, struct file_ready *out)
{
    struct media m;
    struct limit_ask limit = { .org_id = in->of.org_id };
    str small = { 0 };
    *out = (struct file_ready){ .in = *in };
    TRY(store_read(s, cx, DB_SCOPE_ALL, limit_work, &limit));
    TRY(file_judge(cx, in->bytes, limit.mb, field, &m));
    str clean = media_clean(cx->mem, in->bytes, &m);
    enum thumb_made made = thumb_make(cx->mem, clean, &m, &small);
    if (made == THUMB_BROKEN)
        return refuse(cx, "file.broken", field, tr(cx, "The picture is damaged and cannot be shown."),
                      tr(cx, "Take it again or send it once more."));
    out->has_thumb = made == THUMB_MADE;
    out->media = media_type(m.kind);
    out->name = name_of(cx->mem, in->name, m.kind);
    out->n_bytes = clean.n;
    out->width = m.turn >= 5 ? m.height : m.width;
    out->height = m.turn >= 5 ? m.width : m.height;
    if (out->has_thumb)
        TRY(content_put(cx, s, in->of.org_id, small, &out->thumb));
    return content_put(cx, s, in->of.org_id, clean, &out->content);
}

static result insert(struct cx *cx, struct db *db, const struct file_ready *f, int64_t id)
{
    const struct file_in *in = &f->in;
    TRY(file_insert(db, (struct file_insert_args){ .org_id = in->of.org_id,
                                                   .id = id,
                                                   .subject = in->of.subject,
                                                   .subject_id = in->of.id,
                                                   .content_hash = sha256_str(&f->content),
                                                   .thumb_hash = f->has_thumb ? sha256_str(&f->thumb) : S(""),
                                                   .media = f->media,
                                                   .name = f->name,
                                                   .caption = in->caption,
                                                   .n_bytes = f->n_bytes,
                                                   .width = f->width,
                                                   .height = f->height,
                                                   .is_open = in->is_open,
                                                   .request_key = in->request_id,
                                                   .added_at = cx->now_at,
                                                   .added_by_id = cx->actor.user_id }));
    return note_down(cx, db, in->of, "file.add", id);
}

result file_add(struct cx *cx, struct db *db, const struct file_ready *f, int64_t *id)
{
    const struct file_in *in = &f->in;
    struct file_by_request seen;
    struct file_same same;
    bool found;
    TRY(must_be(cx, db, in->of));
    TRY(file_by_request(db, (struct file_by_request_args){ in->of.org_id, in->request_id }, &seen, &found));
    if (found) {
        *id = seen.id;
        bool alike =
            same_record(in->of, seen.subject, seen.subject_id) && str_eq(seen.content_hash, sha256_str(&f->content));
        return alike ? OK : reused(cx);
    }
    TRY(file_same(db,
                  (struct file_same_args){ .org_id = in->of.org_id,
                                           .subject = in->of.subject,
                                           .subject_id = in->of.id,
                                           .content_hash = sha256_str(&f->content) },
                  &same, &found));
    if (found)
        return fail(cx, .kind = ERR_CONFLICT, .code = S("file.there_already"),
                    .message = tr(cx, "The record has this file already."));
    *id = db_next_id(db, in->of.org_id);
    return *id < 0 ? FAILED : insert(cx, db, f, *id);
}

/* ---- notes ---- */

result note_add(struct cx *cx, struct db *db, const struct note_in *in, int64_t *id)
{
    struct note_by_request seen;
    bool found;
    if (!str_trim(in->words).n)
        return refuse(cx, "note.empty", "words", tr(cx, "Write the note first."), S(""));
    TRY(must_be(cx, db, in->of));
    TRY(note_by_request(db, (struct note_by_request_args){ in->of.org_id, in->request_id }, &seen, &found));
    if (found) {
        *id = seen.id;
        return same_record(in->of, seen.subject, seen.subject_id) && str_eq(seen.words, in->words) ? OK : reused(cx);
    }
    *id = db_next_id(db, in->of.org_id);
    if (*id < 0)
        return FAILED;
    TRY(note_insert(db, (struct note_insert_args){ .org_id = in->of.org_id,
                                                   .id = *id,
                                                   .subject = in->of.subject,
                                                   .subject_id = in->of.id,
                                                   .words = in->words,
                                                   .is_open = in->is_open,
                                                   .request_key = in->request_id,
                                                   .added_at = cx->now_at,
                                                   .added_by_id = cx->actor.user_id }));
    return note_down(cx, db, in->of, "note.add", *id);
}

/* ---- withdrawing ---- */

static result check_reason(struct cx *cx, const struct withdraw_in *in)
{
    return str_trim(in->reason).n ? OK : refuse(cx, "file.reason", "reason", tr(cx, "Say why it is withdrawn."), S(""));
}

/* Nothing was changed: it is not there, or somebody was quicker. */
static result not_withdrawn(struct cx *cx, bool found)
{
    if (!found)
        return record_missing(cx);
    return fail(cx, .kind = ERR_CONFLICT, .code = S("file.withdrawn"), .message = tr(cx, "It is withdrawn already."));
}

result file_withdraw(struct cx *cx, struct db *db, const struct withdraw_in *in)
{
    struct file_one row;
    bool found;
    int64_t changed;
    TRY(check_reason(cx, in));
    TRY(file_one(db, (struct file_one_args){ in->of.org_id, in->id, in->of.subject, in->of.id }, &row, &found));
    TRY(file_withdraw_put(db,
                          (struct file_withdraw_put_args){ .now_at = cx->now_at,
                                                           .user_id = cx->actor.user_id,
                                                           .reason = in->reason,
                                                           .org_id = in->of.org_id,
                                                           .id = in->id,
                                                           .subject = in->of.subject,
                                                           .subject_id = in->of.id },
                          &changed));
    return changed ? note_down(cx, db, in->of, "file.withdraw", in->id) : not_withdrawn(cx, found);
}

result note_withdraw(struct cx *cx, struct db *db, const struct withdraw_in *in)
{
    struct note_there row;
    bool found;
    int64_t changed;
    TRY(check_reason(cx, in));
    TRY(note_there(db, (struct note_there_args){ in->of.org_id, in->id, in->of.subject, in->of.id }, &row, &found));
    TRY(note_withdraw_put(db,
                          (struct note_withdraw_put_args){ .now_at = cx->now_at,
                                                           .user_id = cx->actor.user_id,
                                                           .reason = in->reason,
                                                           .org_id = in->of.org_id,
                                                           .id = in->id,
                                                           .subject = in->of.subject,
                                                           .subject_id = in->of.id },
                          &changed));
    return changed ? note_down(cx, db, in->of, "note.withdraw", in->id) : not_withdrawn(cx, found);
}

/* ---- tags ---- */

static bool tag_good(str tag)
{
    for (ptrdiff_t i = 0; i < tag.n; i++) {
        unsigned char c = (unsigned char)tag.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
        if (!letter && !strchr(" -_./", (int)c))
            return false;
    }
    return tag.n > 0 && text_width(tag) <= TAG_CHARS_MAX;
}

static result tag_check(struct cx *cx, struct db *db, struct record of, str tag)
{
    struct tag_count count;
    if (!tag_good(tag))
        return refuse(cx, "tag.text", "tag", tr(cx, "A tag has letters, digits, spaces and - _ . / only."),
                      TRF(cx, "At most {1} characters.", str_from_i64(cx->mem, TAG_CHARS_MAX)));
    TRY(tag_count(db, (struct tag_count_args){ of.org_id, of.subject, of.id }, &count));
    return count.n_tag < TAGS_MAX ? OK
                                  : refuse(cx, "tag.many", "tag",
                                           TRF(cx, "A record has at most {1} tags.", str_from_i64(cx->mem, TAGS_MAX)),
                                           tr(cx, "Remove one that is not needed."));
}

result tag_add(struct cx *cx, struct db *db, struct record of, str tag)
{
    int64_t changed, id;
    tag = str_trim(tag);
    TRY(must_be(cx, db, of));
    TRY(tag_check(cx, db, of, tag));
    id = db_next_id(db, of.org_id);
    if (id < 0)
        return FAILED;
    TRY(tag_insert(db,
                   (struct tag_insert_args){ .org_id = of.org_id,
                                             .id = id,
                                             .subject = of.subject,
                                             .subject_id = of.id,
                                             .tag = tag,
                                             .tag_fold = text_fold(cx->mem, tag),
                                             .now_at = cx->now_at,
                                             .user_id = cx->actor.user_id },
                   &changed));
    return changed ? note_down(cx, db, of, "tag.add", id) : OK;
}

result tag_remove(struct cx *cx, struct db *db, struct record of, str tag)
{
    int64_t changed;
    TRY(tag_remove_put(db,
                       (struct tag_remove_put_args){ .now_at = cx->now_at,
                                                     .user_id = cx->actor.user_id,
                                                     .org_id = of.org_id,
                                                     .subject = of.subject,
                                                     .subject_id = of.id,
                                                     .tag_fold = text_fold(cx->mem, tag) },
                       &changed));
    return changed ? note_down(cx, db, of, "tag.remove", 0) : OK;
}

/* ---- drafts ---- */

result record_move(struct cx *cx, struct db *db, struct record from, struct record to)
{
    int64_t files, notes, tags;
    TRY(file_move(db, (struct file_move_args){ to.subject, to.id, from.org_id, from.subject, from.id }, &files));
    TRY(note_move(db, (struct note_move_args){ to.subject, to.id, from.org_id, from.subject, from.id }, &notes));
    TRY(tag_move(db, (struct tag_move_args){ to.subject, to.id, from.org_id, from.subject, from.id }, &tags));
    return files + notes + tags ? note_down(cx, db, to, "file.move", from.id) : OK;
}

result record_drop(struct cx *cx, struct db *db, struct record of)
{
    int64_t files, notes, tags;
    TRY(file_drop(db, (struct file_drop_args){ of.org_id, of.subject, of.id }, &files));
    TRY(note_drop(db, (struct note_drop_args){ of.org_id, of.subject, of.id }, &notes));
    TRY(tag_drop_all(db, (struct tag_drop_all_args){ of.org_id, of.subject, of.id }, &tags));
    return files + notes + tags ? note_down(cx, db, of, "file.drop", of.id) : OK;
}

/* ---- reading ---- */

static result read_files(struct cx *cx, struct db *db, struct record of, bool outside, struct record_files *out)
{
    struct file_rows *r;
    TRY(file_rows(
        db,
        (struct file_rows_args){
            .org_id = of.org_id, .subject = of.subject, .subject_id = of.id, .outside = outside, .n_most = SHOWN_MOST },
        &r, &out->n_file));
    out->file = new (cx->mem, struct file_row, out->n_file);
    for (int i = 0; i < out->n_file; i++)
        out->file[i] = (struct file_row){ .id = r[i].id,
                                          .n_bytes = r[i].n_bytes,
                                          .added_at = r[i].added_at,
                                          .withdrawn_at = r[i].withdrawn_at,
                                          .media = r[i].media,
                                          .name = r[i].name,
                                          .caption = r[i].caption,
                                          .added_by = r[i].added_by,
                                          .withdrawn_by = r[i].withdrawn_by,
                                          .withdrawn_reason = r[i].withdrawn_reason,
                                          .width = (int)r[i].width,
                                          .height = (int)r[i].height,
                                          .is_open = r[i].is_open,
                                          .has_thumb = r[i].has_thumb };
    return OK;
}

static result read_notes(struct cx *cx, struct db *db, struct record of, bool outside, struct record_files *out)
{
    struct note_rows *r;
    TRY(note_rows(
        db,
        (struct note_rows_args){
            .org_id = of.org_id, .subject = of.subject, .subject_id = of.id, .outside = outside, .n_most = SHOWN_MOST },
        &r, &out->n_note));
    out->note = new (cx->mem, struct note_row, out->n_note);
    for (int i = 0; i < out->n_note; i++)
        out->note[i] = (struct note_row){ .id = r[i].id,
                                          .added_at = r[i].added_at,
                                          .withdrawn_at = r[i].withdrawn_at,
                                          .words = r[i].words,
                                          .added_by = r[i].added_by,
                                          .withdrawn_by = r[i].withdrawn_by,
                                          .withdrawn_reason = r[i].withdrawn_reason,
                                          .is_open = r[i].is_open };
    return OK;
}

result record_read(struct cx *cx, struct db *db, struct record of, bool outside, struct record_files *out)
{
    struct tag_rows *t;
    TRY(read_files(cx, db, of, outside, out));
    TRY(read_notes(cx, db, of, outside, out));
    out->n_tag = 0;
    if (outside)
        return OK;
    TRY(tag_rows(db, (struct tag_rows_args){ of.org_id, of.subject, of.id, SHOWN_MOST }, &t, &out->n_tag));
    out->tag = new (cx->mem, struct tag_row, out->n_tag);
    for (int i = 0; i < out->n_tag; i++)
        out->tag[i] = (struct tag_row){ t[i].tag, t[i].added_by, t[i].removed_by, t[i].added_at, t[i].removed_at };
    return OK;
}

result file_find(struct cx *cx, struct db *db, const struct file_content_at *at, struct file_stored *out)
{
    struct file_one row;
    bool found;
    TRY(file_one(db, (struct file_one_args){ at->of.org_id, at->id, at->of.subject, at->of.id }, &row, &found));
    bool hidden = found && at->outside && (!row.is_open || row.withdrawn_at);
    if (!found || hidden || (at->thumb && !row.thumb_hash.n))
        return record_missing(cx);
    *out = (struct file_stored){ at->thumb ? S("image/jpeg") : row.media, row.name,
                                 at->thumb ? row.thumb_hash : row.content_hash, row.n_bytes };
    return OK;
}
