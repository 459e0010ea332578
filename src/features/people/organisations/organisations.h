/* The public face of the room organisations. */
#ifndef FEATURES_ORGANISATIONS_H
#define FEATURES_ORGANISATIONS_H

#include "web/feature.h"

extern const struct feature organisations_feature;

#endif
