/* The public face of the room payments. */
#ifndef FEATURES_PAYMENTS_H
#define FEATURES_PAYMENTS_H

#include "web/feature.h"

extern const struct feature payments_feature;

#endif
