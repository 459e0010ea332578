/* The public face of the room submissions. */
#ifndef FEATURES_SUBMISSIONS_H
#define FEATURES_SUBMISSIONS_H

#include "web/feature.h"

extern const struct feature submissions_feature;

#endif
