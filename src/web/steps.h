/* The first steps of an organisation: what the rooms declare (struct first_step), what of it is done, and the list that
   leads a new organisation from one to the next. */
#ifndef WEB_STEPS_H
#define WEB_STEPS_H

#include "web/data.h"
#include "web/feature.h"

/* What a new organisation does first, told on its overview until it is done. */
struct first_step {
    const char *label, *path; /* T("Add the members"); path holds :org */
    enum cap cap;             /* whoever lacks it is not told */
    int order;
    bool optional;
    const struct db_stmt *done; /* parameter org_id; finds a row once it is done */
};

struct step {
    str label, path;
    bool is_done, optional;
};
struct steps {
    struct step *step;
    int n;
    bool waiting; /* one that is not optional is still to do */
};
/* Those that the reader may take, in order. One statement a step. */
result steps_read(struct web *w, struct db *db, struct steps *out);
/* Nothing when all is done. */
void steps_draw(struct html *h, const struct steps *s);
extern const struct data step_data;

#endif
