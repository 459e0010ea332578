/* Files, notes and tags on records of any kind, also after posting: what a record page shows below itself. Nothing here
   changes the record. A voucher's canonical bytes stay as they were: what is added later has rows and audit lines of
   its own. needs: identity (v_user), organisations, members (v_party), lots (v_item),
   duties (v_duty_mark) */
#ifndef FEATURES_FILES_H
#define FEATURES_FILES_H

#include "base/hash.h"
#include "web/feature.h"

extern const struct feature files_feature;

enum { FILE_BYTES_MAX = 12 << 20, TAG_CHARS_MAX = 40, TAGS_MAX = 20 };

/* A record: subject "voucher", "party", "item", "duty_mark", "organisation" or "draft", and its id in the organisation
   that keeps files about it. An organisation's id is its org_id: an office keeps its own files about any of them. */
struct record {
    int64_t org_id;
    str subject;
    int64_t id;
};

/* ---- for record pages ---- */

/* Draws files, notes and tags of a record at the end of its page, with forms for whoever may add. place: the part of
   the page's address before the id: "vouchers", "intake", "payments", "members", "parties", "stock", "duties",
   "organisations", "drafts". Draws nothing in answers to programs: they ask /orgs/:org/records/:place/:id. */
result files_block(struct web *w, struct html *h, const char *place, int64_t id);

/* The same on a page of the register, which is no organisation's own: what the reader's own keeps about it. */
result files_block_of_home(struct web *w, struct html *h, const char *place, int64_t id);

struct list_filter;
/* The filter "tag" of a list of vouchers ("voucher") or parties ("party"): one more in out[*n] where tags are used and
   the reader is no outsider. Its value is v_tag.tag_fold. */
result tags_filter(struct web *w, const char *subject, struct list_filter *out, int *n);

/* ---- use cases ---- */

struct file_in {
    struct record of;
    str name, caption, bytes; /* name as it was sent */
    bool is_open;             /* also for readers from outside, to whom a grant opens the record */
    str request_id;
};
/* What is checked and written to disk before the transaction, for file_add. */
struct file_ready {
    struct file_in in;
    str media, name;
    struct sha256 content, thumb;
    int64_t n_bytes;
    int width, height;
    bool has_thumb;
};
/* Looks at the content (JPEG, PNG, WebP or PDF), takes position and device out of pictures, makes a small one, and puts
   both on the disk, durable. Errors at `field`: "file.empty", "file.too_large", "file.kind", "file.heic",
   "file.pixels", "file.broken". Never inside a transaction. */
result file_prepare(struct cx *cx, struct store *s, const struct file_in *in, const char *field,
                    struct file_ready *out);
/* ERR_NOT_FOUND "record.not_found"; ERR_CONFLICT "file.there_already" when the record has this very content. The same
   request again is the same file. */
result file_add(struct cx *cx, struct db *db, const struct file_ready *f, int64_t *id);

struct note_in {
    struct record of;
    str words;
    bool is_open;
    str request_id;
};
result note_add(struct cx *cx, struct db *db, const struct note_in *in, int64_t *id);

/* It stays in the record's history, with the reason. ERR_NOT_FOUND, or ERR_CONFLICT "file.withdrawn". */
struct withdraw_in {
    struct record of;
    int64_t id;
    str reason;
};
result file_withdraw(struct cx *cx, struct db *db, const struct withdraw_in *in);
result note_withdraw(struct cx *cx, struct db *db, const struct withdraw_in *in);

/* Letters, digits, spaces and - _ . /; compared without accents and case. Adding one that is there does nothing. */
result tag_add(struct cx *cx, struct db *db, struct record of, str tag);
result tag_remove(struct cx *cx, struct db *db, struct record of, str tag);

/* What hangs on one record hangs on another from now on: a draft that became a voucher. Nothing else may move. */
result record_move(struct cx *cx, struct db *db, struct record from, struct record to);
/* A record goes that was never a fact (a draft that was dropped), and what hangs on it with it. */
result record_drop(struct cx *cx, struct db *db, struct record of);

/* ---- reading ---- */

struct file_row {
    int64_t id, n_bytes, added_at, withdrawn_at;
    str media, name, caption, added_by, withdrawn_by, withdrawn_reason;
    int width, height;
    bool is_open, has_thumb;
};
struct note_row {
    int64_t id, added_at, withdrawn_at;
    str words, added_by, withdrawn_by, withdrawn_reason;
    bool is_open;
};
struct tag_row {
    str tag, added_by, removed_by;
    int64_t added_at, removed_at;
};
struct record_files {
    struct file_row *file;
    struct note_row *note;
    struct tag_row *tag;
    int n_file, n_note, n_tag;
};
/* Newest first, with what was withdrawn. outside: only what is open, and nothing withdrawn. */
result record_read(struct cx *cx, struct db *db, struct record of, bool outside, struct record_files *out);
struct record_is {
    str kind;        /* of a voucher */
    date posting_on; /* of a voucher; 0 of all others */
    str code;        /* of an organisation */
};
/* ERR_NOT_FOUND "record.not_found" unless the record is there. */
result record_find(struct cx *cx, struct db *db, struct record of, struct record_is *out);
result record_missing(struct cx *cx);

/* Where one file's content lies: its digest (content.h). thumb: the small picture. ERR_NOT_FOUND also when a reader
   from outside may not see it. */
struct file_content_at {
    struct record of;
    int64_t id;
    bool thumb, outside;
};
struct file_stored {
    str media, name, hash;
    int64_t n_bytes;
};
result file_find(struct cx *cx, struct db *db, const struct file_content_at *at, struct file_stored *out);

/* Something on records of a demo cooperative that has slips and members. */
result files_demo(struct cx *cx, struct store *s, int64_t org_id);

/* ---- for copies of everything ---- */

/* Copies what files refer to from one folder to another of the same lay-out, leaving alone what is there; org_id 0 =
   of all. What is missing in `from` is counted and does not stop it. */
struct content_copy {
    int64_t org_id;
    str from, to;
    int64_t n_copied, n_missing;
};
result content_copy(struct cx *cx, struct store *s, struct content_copy *c);
/* The same list for other purposes: fn gets each content's place below the folder, "3/ab/cd…". */
typedef result (*content_fn)(struct cx *cx, void *arg, str place);
result content_each(struct cx *cx, struct store *s, int64_t org_id, content_fn fn, void *arg);

#endif
