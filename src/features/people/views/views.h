/* views: the columns and filters that a user keeps of lists. */
#ifndef FEATURES_VIEWS_H
#define FEATURES_VIEWS_H

#include "web/feature.h"

extern const struct feature views_feature;

#endif
