/* What a file is, told by its bytes and never by its name, and the same file without what a phone writes beside the
   picture: position, time, device, comments, a second picture. Pure. Files that break their format's own rules are
   nothing: whoever needs them made them with something else. */
#ifndef FEATURES_FILES_MEDIA_H
#define FEATURES_FILES_MEDIA_H

#include "base/str.h"

enum media_kind { MEDIA_NONE, MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP, MEDIA_PDF, MEDIA_HEIC, MEDIA_KINDS };

struct media {
    enum media_kind kind; /* MEDIA_NONE: something else, or broken */
    int width, height;    /* pixels as they are stored; 0 for MEDIA_PDF and MEDIA_HEIC */
    int turn;             /* 1..8: how to hold it (Exif orientation); 1 = as it is */
    bool by_parts;        /* decoding needs the whole picture in memory: progressive, interlaced, lossless */
};
struct media media_of(str bytes);

/* `m` must be media_of(bytes). JPEG, PNG and WebP keep the picture, its transparency and how to hold it; all else, also
   what follows the end, is left out. Others come back as they are. Cleaning twice changes nothing more. */
str media_clean(struct arena *mem, str bytes, const struct media *m);

str media_type(enum media_kind k);   /* "image/jpeg" */
str media_ending(enum media_kind k); /* ".jpg" */
enum media_kind media_of_type(str type);
static inline bool media_is_picture(enum media_kind k) { return k == MEDIA_JPEG || k == MEDIA_PNG || k == MEDIA_WEBP; }

#endif
