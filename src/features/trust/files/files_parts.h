/* What the files of this room share. */
#ifndef FEATURES_FILES_PARTS_H
#define FEATURES_FILES_PARTS_H

#include "features/trust/files/files.h"
#include "features/trust/files/media.h"
#include "web/data.h"
#include "web/widgets.h"

/* Is this something that is kept? At most so many megabytes. Pure; errors at `field`. */
result file_judge(struct cx *cx, str bytes, int64_t most_mb, const char *field, struct media *m);

/* For the room's struct: what is held about a person, and taking it away (web/feature.h). */
result files_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j);
result files_erase_person(struct cx *cx, struct db *db, const struct person *who, int *n);

enum { N_FILES_COMMANDS = 6 };
extern const struct command files_commands[N_FILES_COMMANDS];

/* ---- pages ---- */

enum { N_FILES_ROUTES = 10 };
extern const struct route files_routes[N_FILES_ROUTES];
extern const struct data record_files_data;

struct file_form_in {
    struct upload photo, file;
    str caption;
    bool file_open;
};
struct note_form_in {
    str words;
    bool note_open;
};
struct tag_form_in {
    str tag;
    bool remove;
};
struct withdraw_form_in {
    str reason;
};
extern const struct form file_form, note_form, tag_form, withdraw_form;

/* Where a record has its page: /orgs/:org/<path>/:id; who may read it; which vouchers are meant. */
struct record_place {
    const char *path, *subject;
    enum cap cap;
    const char *kinds; /* a voucher's kind begins so */
    bool opens;        /* readers from outside see what is open, where a grant opens the record */
    bool lists_tags;   /* /orgs/:org/<path>?tag=… is a list */
};
const struct record_place *record_place_find(str path);

struct files_page {
    const struct web *w;
    html_safe csrf;
    const struct request *rq; /* of a form that is drawn again; NULL: fresh forms */
    const struct form *form;  /* which */
    const void *in;
    str base; /* /orgs/X/records/vouchers/12 */
    str list; /* of the records with a tag; empty = none */
    const struct record_files *r;
    bool can_add, opens;
    bool own_only; /* every organisation keeps its own here: say so */
};
struct withdraw_page {
    html_safe csrf;
    const struct request *rq;
    const struct withdraw_form_in *in;
    str base, path; /* the record's files; what is withdrawn */
};

str bytes_text(struct cx *cx, int64_t n); /* "340 kB", "1,2 MB" */
str withdrawn_text(struct cx *cx, int64_t at, str by, str reason);

#endif
