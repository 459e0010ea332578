/* The public face of the room imports. */
#ifndef FEATURES_IMPORTS_H
#define FEATURES_IMPORTS_H

#include "web/feature.h"

extern const struct feature imports_feature;

#endif
