/* The public face of the room intake. */
#ifndef FEATURES_INTAKE_H
#define FEATURES_INTAKE_H

#include "web/feature.h"

extern const struct feature intake_feature;

#endif
