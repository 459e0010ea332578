/* The public face of the room lots. */
#ifndef FEATURES_LOTS_H
#define FEATURES_LOTS_H

#include "web/feature.h"

extern const struct feature lots_feature;

#endif
