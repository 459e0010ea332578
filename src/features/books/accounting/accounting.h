/* The public face of the room accounting. */
#ifndef FEATURES_ACCOUNTING_H
#define FEATURES_ACCOUNTING_H

#include "web/feature.h"

extern const struct feature accounting_feature;

#endif
