/* The public face of the room members. */
#ifndef FEATURES_MEMBERS_H
#define FEATURES_MEMBERS_H

#include "web/feature.h"

extern const struct feature members_feature;

#endif
