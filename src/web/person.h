/* A person whose data somebody asks for. Rooms look into their own tables (feature.h); free words are searched here. */
#ifndef WEB_PERSON_H
#define WEB_PERSON_H

#include "base/str.h"

struct person {
    int64_t org_id, party_id;
    str code, full_name, phone;
    str number;    /* the whole personal number, for looking only: showing it wants CAP_MEMBER_ID and an audit line */
    bool is_alone; /* nobody else of the organisation bears the name, so words that hold it mean this person */
};

/* Do free words name the person: by the whole name when nobody else bears it (accents and case do not matter; a name of
   one word is never looked for), or by phone or personal number, however they are spaced? Leaves nothing in mem. */
bool person_named_in(struct arena *mem, const struct person *who, str words);

#endif
