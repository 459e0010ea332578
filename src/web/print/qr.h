/* QR codes (libqrencode, level M) as modules and as SVG. */
#ifndef WEB_PRINT_QR_H
#define WEB_PRINT_QR_H

#include "base/str.h"

struct qr {
    int n;              /* modules per side, without the quiet zone */
    const uint8_t *dark; /* n*n, row by row, 0 or 1; in the arena */
};

enum { QR_QUIET = 4 }; /* modules of white around, ISO/IEC 18004 */

/* False when the text is empty or too long for one code. */
[[nodiscard]] bool qr_make(struct arena *mem, str text, struct qr *out);
/* A whole <svg> with quiet zone, currentColor on white, sized by CSS; title is its accessible name (escaped here). */
[[nodiscard]] bool qr_svg(struct arena *mem, str text, str title, str *out);

#endif
