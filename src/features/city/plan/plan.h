/* The public face of the room plan. */
#ifndef FEATURES_PLAN_H
#define FEATURES_PLAN_H

#include "web/feature.h"

extern const struct feature plan_feature;

#endif
