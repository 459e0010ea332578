/* The public face of the room backup. */
#ifndef FEATURES_BACKUP_H
#define FEATURES_BACKUP_H

#include "web/feature.h"

extern const struct feature backup_feature;

#endif
