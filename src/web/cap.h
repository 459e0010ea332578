/* What somebody may do. A role is a set of these (features/people/identity/roles.def); a route names the one it
   wants. */
#ifndef WEB_CAP_H
#define WEB_CAP_H

#include "base/cx.h"

/* Capabilities: the bit is the position here. Roles are sets of them (features/people/identity/roles.def). */
#define CAPS(X) \
    X(PUBLIC, "public")                     /* anybody, also not logged in */ \
    X(LOGIN, "login")                       /* any logged-in user */ \
    X(ADMIN, "admin")                       /* users, roles, settings of the installation */ \
    X(ORG_READ, "org.read")                 /* the register */ \
    X(ORG_WRITE, "org.write") \
    X(MEMBER_READ, "member.read") \
    X(MEMBER_WRITE, "member.write") \
    X(MEMBER_ID, "member.id")               /* see a whole personal number; each viewing is logged */ \
    X(OWN, "own")                           /* one's own passbook */ \
    X(PREPARE, "voucher.prepare")           /* write drafts */ \
    X(POST, "voucher.post") \
    X(VOID, "voucher.void") \
    X(INTAKE, "intake")                     /* weigh in */ \
    X(STOCK_READ, "stock.read") \
    X(PAY, "pay")                           /* cash in and out */ \
    X(BOOKS_READ, "books.read")             /* journal, ledger, trial balance, vouchers */ \
    X(SUBMIT, "submit")                     /* send figures to the city */ \
    X(RECEIVE, "receive")                   /* take submissions in, city side */ \
    X(PLAN_READ, "plan.read") \
    X(PLAN_WRITE, "plan.write") \
    X(GRANT, "grant")                       /* give and withdraw access to one's own books */ \
    X(PRIVACY, "privacy")                   /* export, correct, erase personal data */ \
    X(PRIVACY_READ, "privacy.read")         /* which personal data are kept, why and how long; who opened numbers */ \
    X(IMPORT, "import") \
    X(BACKUP, "backup") \
    X(HOOK, "hook")                         /* tell other systems what happens here */ \
    X(DUTY, "duty")                         /* mark what the law asks for as done */ \
    X(ATTACH, "attach")                     /* files, notes and tags on records */
enum cap {
#define X(id, name) CAP_##id,
    CAPS(X)
#undef X
    CAP_COUNT
};
extern const char *const cap_names[CAP_COUNT];
#define CAP_BIT(c) ((uint64_t)1 << (c))
static inline bool cx_can(const struct cx *cx, enum cap c)
{
    return c == CAP_PUBLIC || cx->actor.local || (cx->actor.caps & CAP_BIT(c));
}

#endif
