/* Vietnamese collation as bytes. A key is three fields, each ended by a space, which is lower than every weight:
   letters, tones (one digit a letter, trailing zeros dropped), case (likewise). So comparing bytes compares the fields
   one after another. */
#include "base/text.h"

#include "base/arena.h"

#include <assert.h>
#include <utf8proc.h>

enum {
    GRAVE = 0x300,
    ACUTE,
    CIRCUMFLEX,
    TILDE,
    BREVE = 0x306,
    HOOK = 0x309,
    HORN = 0x31B,
    DOT_BELOW = 0x323,
    STROKE = 0x335
};

/* Weights of the first field: '!' the gap between words, '"' + sign, digits themselves, 'A'… the alphabet, '~' + any
   other. */
enum { GAP = '!', SIGN = '"', LETTER = 'A', OTHER = '~' };

static const struct {
    char base;
    int16_t shape;
} alphabet[] = { { 'a', 0 },      { 'a', BREVE },      { 'a', CIRCUMFLEX }, { 'b', 0 },    { 'c', 0 }, { 'd', 0 },
                 { 'd', STROKE }, { 'e', 0 },          { 'e', CIRCUMFLEX }, { 'f', 0 },    { 'g', 0 }, { 'h', 0 },
                 { 'i', 0 },      { 'j', 0 },          { 'k', 0 },          { 'l', 0 },    { 'm', 0 }, { 'n', 0 },
                 { 'o', 0 },      { 'o', CIRCUMFLEX }, { 'o', HORN },       { 'p', 0 },    { 'q', 0 }, { 'r', 0 },
                 { 's', 0 },      { 't', 0 },          { 'u', 0 },          { 'u', HORN }, { 'v', 0 }, { 'w', 0 },
                 { 'x', 0 },      { 'y', 0 },          { 'z', 0 } };
enum { N_LETTERS = sizeof alphabet / sizeof *alphabet };
_Static_assert(LETTER + N_LETTERS < OTHER, "letters stay below other scripts");

/* The position in the alphabet; -1 for none. */
static int letter_of(int32_t base, int shape)
{
    for (int i = 0; i < N_LETTERS; i++)
        if (alphabet[i].base == base && alphabet[i].shape == shape)
            return i;
    return -1;
}

struct key {
    struct buf letters, tones, cases;
};

static bool is_mark(int32_t cp) { return cp >= GRAVE && utf8proc_category(cp) == UTF8PROC_CATEGORY_MN; }

static bool is_sign(int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_SO;
}

static bool is_gap(int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return cp == ' ' || (c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_CC);
}

/* The weight of a base character that carries `shape`; false when the shape is not part of a letter with it. */
static bool put_base(struct key *k, int32_t base, int shape)
{
    int i = letter_of(base, shape), plain = i >= 0 ? i : letter_of(base, 0);
    if (plain >= 0) {
        buf_byte(&k->letters, (char)(LETTER + plain));
    } else if (base >= '0' && base <= '9') {
        buf_byte(&k->letters, (char)base);
    } else {
        buf_byte(&k->letters, is_sign(base) ? SIGN : OTHER);
        text_put(&k->letters, base);
    }
    return shape == 0 || i >= 0;
}

static void put_tone(struct key *k, int32_t mark)
{
    static const int16_t tone[] = { GRAVE, HOOK, TILDE, ACUTE, DOT_BELOW };
    for (int i = 0; i < (int)(sizeof tone / sizeof *tone); i++)
        if (mark == tone[i]) {
            buf_byte(&k->tones, (char)('1' + i));
            return;
        }
    buf_byte(&k->tones, '9');
    text_put(&k->tones, mark);
}

/* One character and its marks, cp[0..n). Returns how many code points it took. */
static ptrdiff_t put_character(struct key *k, const int32_t *cp, ptrdiff_t n)
{
    int32_t base = utf8proc_tolower(cp[0]);
    bool capital = base != cp[0];
    int shape = base == 0x111 ? STROKE : 0;
    ptrdiff_t end = 1, shape_at = 0;
    for (; end < n && is_mark(cp[end]); end++)
        if (!shape && (cp[end] == CIRCUMFLEX || cp[end] == BREVE || cp[end] == HORN))
            shape = cp[end], shape_at = end;
    if (!put_base(k, base == 0x111 ? 'd' : base, shape))
        shape_at = 0; /* not a Vietnamese letter: the mark counts as a tone */
    ptrdiff_t before = k->tones.n;
    for (ptrdiff_t i = 1; i < end; i++)
        if (i != shape_at)
            put_tone(k, cp[i]);
    if (k->tones.n == before)
        buf_byte(&k->tones, '0');
    buf_byte(&k->cases, capital ? '1' : '0');
    return end;
}

static void put_field(struct buf *key, struct buf *field)
{
    while (field->n && field->s[field->n - 1] == '0')
        field->n--;
    buf_put(key, buf_str(field));
    buf_byte(key, ' ');
}

static str valid(struct arena *mem, str a)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t at = 0; at < a.n;)
        text_put(&b, text_next(a, &at));
    return buf_str(&b);
}

str text_sort_key(struct arena *mem, str a)
{
    utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE;
    str v = text_valid_utf8(a) ? a : valid(mem, a);
    ptrdiff_t n = utf8proc_decompose((const uint8_t *)v.s, v.n, NULL, 0, options);
    assert(n >= 0);
    int32_t *cp = (int32_t *)(void *)arena_bytes(mem, ((size_t)n + 1) * sizeof *cp, _Alignof(int32_t));
    n = utf8proc_decompose((const uint8_t *)v.s, v.n, cp, n, options);
    struct key k = { buf_new(mem), buf_new(mem), buf_new(mem) };
    bool gap = false;
    for (ptrdiff_t i = 0; i < n;) {
        if (is_gap(cp[i])) {
            gap = k.letters.n > 0;
            i++;
            continue;
        }
        if (gap)
            buf_byte(&k.letters, GAP);
        gap = false;
        i += put_character(&k, cp + i, n - i);
    }
    buf_byte(&k.letters, ' ');
    put_field(&k.letters, &k.tones);
    put_field(&k.letters, &k.cases);
    return buf_str(&k.letters);
}

str text_given_name_sort_key(struct arena *mem, str full_name)
{
    str a = str_trim(full_name);
    ptrdiff_t at = a.n;
    while (at > 0 && a.s[at - 1] != ' ')
        at--;
    const str part[] = { text_sort_key(mem, str_sub(a, at, a.n)), text_sort_key(mem, str_sub(a, 0, at)) };
    return str_join(mem, part, 2, S(""));
}
