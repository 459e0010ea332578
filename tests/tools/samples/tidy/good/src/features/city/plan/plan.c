/* A room whose needs stand under a heading. */
#include "features/produce/lots/lots.h"
