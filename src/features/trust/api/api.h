/* The doors for other programs: what the API is, who may use it, what is told to others. */
#ifndef FEATURES_API_H
#define FEATURES_API_H

#include "web/feature.h"

extern const struct feature api_feature;

#endif
