/* views: the columns and filters that a user keeps of lists. */
#ifndef FEATURES_VIEWS_H
#define FEATURES_VIEWS_H

#include "web/feature.h"

extern const struct feature views_feature;

/* What the room brings to struct feature about a person. */
result views_tell_person(struct cx *cx, struct db *db, const struct person *who, struct json_out *j);
result views_forget_person(struct cx *cx, struct db *db, const struct person *who, int *n);

#endif
