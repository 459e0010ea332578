/* A person whose data somebody asks for. Rooms look into their own tables (feature.h); free words are searched here. */
#ifndef WEB_PERSON_H
#define WEB_PERSON_H

#include "base/date.h"

struct person {
    int64_t org_id, party_id;
    str code, full_name, phone;
    str number;    /* the whole personal number, for looking only: showing it wants CAP_MEMBER_ID and an audit line */
    bool is_alone; /* nobody else of the organisation bears the name, so words that hold it mean this person */
    /* For an erasing. Vouchers from this day on must still be kept, with what they say about the person; none = nothing
       has to be kept: all of it goes. */
    str org_code;
    date kept_from;
};

/* Stands where something about a person was. */
#define PERSON_GONE "Đã xóa"

/* Do free words name the person: by the whole name when nobody else bears it (accents and case do not matter; a name of
   one word is never looked for), or by phone or personal number, however they are spaced? Leaves nothing in mem. */
bool person_named_in(struct arena *mem, const struct person *who, str words);
/* By phone or personal number alone: these no law wants in the words of a voucher. */
bool person_by_digits(struct arena *mem, const struct person *who, str words);
/* The JSON with each text emptied that names the person; the same bytes when none does or when it is no JSON. */
str person_blanked(struct arena *mem, const struct person *who, str json);

#endif
