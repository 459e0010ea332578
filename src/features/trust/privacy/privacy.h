/* The public face of the room privacy. */
#ifndef FEATURES_PRIVACY_H
#define FEATURES_PRIVACY_H

#include "web/feature.h"

extern const struct feature privacy_feature;

#endif
