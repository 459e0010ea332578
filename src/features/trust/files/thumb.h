/* Small pictures for pages. One is made at a time in a process, because decoding takes memory of the libraries' own. */
#ifndef FEATURES_FILES_THUMB_H
#define FEATURES_FILES_THUMB_H

#include "features/trust/files/media.h"

enum {
    THUMB_EDGE = 320,         /* pixels of the longer edge at most */
    PICTURE_EDGE_MAX = 20000, /* of what is taken at all */
    PICTURE_PIXELS_MAX = 120000000,
    THUMB_PARTS_MAX = 24000000, /* pixels of a picture that must be in memory whole to be drawn small */
};
enum thumb_made { THUMB_MADE, THUMB_NONE /* too large to be drawn small, or of a rare kind */, THUMB_BROKEN };

/* An upright JPEG on white, of a picture that media_of told. THUMB_BROKEN: no program will show it. */
enum thumb_made thumb_make(struct arena *mem, str bytes, const struct media *m, str *jpeg);

#endif
