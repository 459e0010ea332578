/* Text that people write: UTF-8 checks, normal form, search keys and Vietnamese order.
   Memory: results live in the arena and never alias the input, unless said otherwise.
   Input that is not UTF-8 never crashes: each broken byte counts as U+FFFD. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/str.h"

/* Strict UTF-8: no surrogates, no overlong forms, nothing above U+10FFFF. */
bool text_valid_utf8(str a);
/* Code points; a broken byte counts as one. */
int text_width(str a);
/* Bytes of the well-formed code point at `at` (1..4), 0 when it is broken or at is the end. */
ptrdiff_t text_sequence(str a, ptrdiff_t at);
/* Reads the code point at *at and moves on; U+FFFD for a broken byte (moves one byte). -1 at the end. */
int32_t text_next(str a, ptrdiff_t *at);
/* Appends a code point (U+FFFD for a surrogate or out of range). */
void text_put(struct buf *b, int32_t cp);

/* Unicode normal form C: the form that everything stored has. */
str text_nfc(struct arena *mem, str a);

/* Search key: lower case, without diacritics and đ → d, compatibility forms folded, white space collapsed and trimmed:
   "  NGUYỄN  Văn Đông" → "nguyen van dong". Same for NFC and NFD input. */
str text_fold(struct arena *mem, str a);

/* Sort key: comparing two keys as bytes gives the order of a Vietnamese dictionary: space and signs, digits, then
   a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z, then other scripts; among equal letters the tones
   ngang huyền hỏi ngã sắc nặng; at last small before capital. The key is printable UTF-8, for TEXT columns (x_sort). */
str text_sort_key(struct arena *mem, str a);
/* Vietnamese lists of people: by given name (the last word), then by the words before it. */
str text_given_name_sort_key(struct arena *mem, str full_name);

/* At most max (>= 1) code points; a longer text ends in "…", never between a letter and its marks. */
str text_ellipsis(struct arena *mem, str a, int max);

enum text_fault {
    TEXT_FINE,
    TEXT_NOT_UTF8,
    TEXT_CONTROL,      /* C0, C1, DEL, and the invisible controls that reverse the writing direction */
    TEXT_LINES,        /* a line break or tab where one line is expected */
    TEXT_NONCHARACTER, /* U+FFFE, U+FDD0 … */
};
/* What may be stored: NFC of the input; with `lines`, LF and tab are kept and CR LF becomes LF. Refuses everything else
   that enum text_fault names; *out is untouched then. Does not trim. */
enum text_fault text_clean(struct arena *mem, str a, bool lines, str *out);
/* An English sentence for tr(); NULL for TEXT_FINE. */
const char *text_fault_message(enum text_fault f);

/* Windows-1258 (Vietnamese with combining tones) → UTF-8 in NFC. False on a byte that the code page does not have. */
[[nodiscard]] bool text_from_windows1258(struct arena *mem, str bytes, str *out);

#endif
