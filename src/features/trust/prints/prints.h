/* Papers of vouchers that stay as they were first printed: what stood on the first print is kept, and each later print
   is drawn from that, to the byte. See README.md. needs: nothing */
#ifndef FEATURES_PRINTS_H
#define FEATURES_PRINTS_H

#include "web/feature.h"
#include "web/print/print.h"

extern const struct feature prints_feature;

struct print_paper_of {
    int64_t voucher_id, party_id; /* party 0 = nobody's */
    str paper;                    /* "cash", "slip": one voucher may have several */
    bool is_void;                 /* stamped, over what was first printed */
    struct print_doc doc;         /* as it would be printed today, without stamp */
};
/* One PDF of them all, for a reader of the own organisation; somebody from outside gets today's, which hides names, and
   nothing is kept. The response says in Hoptac-First-Print whether a single paper is "kept" now, the "same" as the
   first one, or "redrawn": this program draws what was kept otherwise than the one that printed first. */
result prints_pdf(struct web *w, struct print_paper_of *p, int n, str *pdf);

#endif
