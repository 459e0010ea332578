/* The context of one act: memory, language, clock, actor, and the errors found so far.
   Functions that can fail return `result` (must be used) and push errors here, all at once:
   a form shows every mistake, not the first. */
#ifndef BASE_CX_H
#define BASE_CX_H

#include "base/arena.h"
#include "base/str.h"

typedef struct [[nodiscard]] {
    bool ok;
} result;

#define OK ((result){ true })
#define FAILED ((result){ false })
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        if (!(call).ok)                                                                                                \
            return FAILED;                                                                                             \
    } while (0)

/* kind → HTTP status and CLI exit code: one table in cx.c. */
enum err_kind {
    ERR_INVALID,   /* 422, exit 1: a rule refuses; field and message say why */
    ERR_CONFLICT,  /* 409, exit 1: state refuses */
    ERR_USAGE,     /* 400, exit 2: the request itself is malformed */
    ERR_NOT_FOUND, /* 404, exit 3: also another wall's record */
    ERR_DENIED,    /* 403, exit 3 */
    ERR_LOGIN,     /* 401, exit 3: nobody is logged in */
    ERR_BUSY,      /* 503, exit 4: try again */
    ERR_ENV,       /* 500, exit 4: disk, database, configuration */
    ERR_BUG,       /* 500, exit 4: ours; the reader gets an apology and a number */
};
int err_http_status(enum err_kind k);
int err_exit_code(enum err_kind k);

struct err {
    enum err_kind kind;
    str code;    /* stable: "voucher.unbalanced" */
    str field;   /* "qty", "lines[2].account"; empty = the whole */
    str message; /* short fact in the actor's language, translated by the pusher through tr() */
    str hint;    /* what to do, full sentence; may be empty */
    const char *file;
    int line;
    struct err *next;
};

enum lang { LANG_VI, LANG_EN, LANG_COUNT };

/* Who acts. user_id 0 = nobody (or the command line's operator when `local`). */
struct actor {
    int64_t user_id;
    int64_t org_id;      /* home organisation of the session; 0 = city or none */
    int64_t scope_id;    /* wall: scope_org(scope_id, org_id) says what it may see */
    uint64_t caps;       /* bits: enum cap in web/feature.h */
    bool local;          /* operator at the command line, all capabilities */
    int64_t behalf_id;   /* in whose name the user acts by delegation; 0 = own right */
    int64_t for_user_id; /* while a draft is posted: who prepared it; 0 = nobody else */
    int64_t for_behalf_id; /* and in whose name */
};

struct cx {
    struct arena *mem;
    enum lang lang;
    int64_t now_at; /* microseconds UTC, taken once per act from os_now */
    struct actor actor;
    struct err *errors, **tail;
    int n_errors;
};

/* Who prepares what is posted now. */
static inline int64_t cx_preparer(const struct cx *cx)
{
    return cx->actor.for_user_id ? cx->actor.for_user_id : cx->actor.user_id;
}
/* And in whose name; 0 = the own. */
static inline int64_t cx_preparer_behalf(const struct cx *cx)
{
    return cx->actor.for_user_id ? cx->actor.for_behalf_id : cx->actor.behalf_id;
}

struct cx cx_new(struct arena *mem, enum lang lang, int64_t now_at);
void cx_clear_errors(struct cx *cx);
/* A code that somebody filled in and nobody has is a mistake at that field, not a missing page: the not-found errors
   after the first `before` become ERR_INVALID there. */
void cx_blame_field(struct cx *cx, int before, const char *field);
/* What a rule calls a field may have another name where a person or program filled it in. */
void cx_rename_field(struct cx *cx, const char *from, const char *to);
/* Keeps the first error of each field: what follows from a mistake of shape is no second mistake. */
void cx_first_of_each_field(struct cx *cx);
static inline result cx_result(const struct cx *cx) { return (result){ cx->n_errors == 0 }; }
static inline enum err_kind cx_kind(const struct cx *cx) { return cx->errors ? cx->errors->kind : ERR_BUG; }

result cx_fail(struct cx *cx, struct err e);
/* fail(cx, .kind = ERR_INVALID, .code = S("x.y"), .field = S("qty"), .message = tr(cx, "Too much")) */
#define fail(cx, ...) cx_fail((cx), (struct err){ .file = __FILE__, .line = __LINE__, __VA_ARGS__ })

/* The sentence in the actor's language. The literal must stand in some room's vi.po (pocomp checks at build). */
str tr(const struct cx *cx, const char *english);
str tr_lang(enum lang lang, const char *english);
/* Marks a literal in a static table for translation at use; expands to the literal. */
#define T(english) english
/* {1}, {2} … replaced by the arguments (str). TRF(cx, "Only {1} left", a) */
#define TRF(cx, english, ...)                                                                                          \
    tr_fill((cx)->mem, tr((cx), english), (const str[]){ __VA_ARGS__ },                                                \
            (int)(sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str)))
str tr_fill(struct arena *mem, str text, const str *arg, int n);

/* Generated by pocomp: sorted by msgid. */
struct tr_entry {
    const char *id;
    const char *text[LANG_COUNT];
};
extern const struct tr_entry tr_table[];
extern const int tr_count;

#endif
