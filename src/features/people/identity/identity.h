/* The public face of the room identity. */
#ifndef FEATURES_IDENTITY_H
#define FEATURES_IDENTITY_H

#include "web/feature.h"

extern const struct feature identity_feature;

#endif
