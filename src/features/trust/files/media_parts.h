/* The formats behind media.h. Each walks a file once: what is kept goes to out (NULL: only look), false when the file
   is not what it begins as. */
#ifndef FEATURES_FILES_MEDIA_PARTS_H
#define FEATURES_FILES_MEDIA_PARTS_H

#include "features/trust/files/media.h"

bool jpeg_walk(str in, struct media *m, struct buf *out);
bool png_walk(str in, struct media *m, struct buf *out);
bool webp_walk(str in, struct media *m, struct buf *out);

/* Big- and little-endian numbers of 1 to 4 bytes; the caller has looked that they are there. */
static inline uint32_t number_be(str s, ptrdiff_t at, int n)
{
    uint32_t v = 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | (unsigned char)s.s[at + i];
    return v;
}
static inline uint32_t number_le(str s, ptrdiff_t at, int n)
{
    uint32_t v = 0;
    for (int i = n; i-- > 0;)
        v = v << 8 | (unsigned char)s.s[at + i];
    return v;
}

#endif
