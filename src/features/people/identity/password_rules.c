/* Common passwords: see password_rules.h. The list holds words, not whole passwords, because people add digits and
   signs to a word; what is left after taking these away decides. Nothing here may keep or show what was typed. */
#include "features/people/identity/password_rules.h"

#include "base/csv.h"
#include "base/embedded.h"
#include "base/text.h"

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c & 0x80); }

/* Without digits, signs and spaces, wherever they stand: "mat-khau 2026!" → "matkhau". */
static str letters_of(struct arena *mem, str folded)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < folded.n; i++)
        if (letter(folded.s[i]))
            buf_byte(&b, folded.s[i]);
    return buf_str(&b);
}

/* "abcabcabc", "11111111111": a piece of one to four characters again and again. */
static bool repeats(str s)
{
    for (ptrdiff_t piece = 1; piece <= 4 && piece * 2 <= s.n; piece++) {
        ptrdiff_t i = piece;
        while (i < s.n && s.s[i] == s.s[i - piece])
            i++;
        if (i == s.n)
            return true;
    }
    return false;
}

static bool follows(const char *row, char a, char b)
{
    const char *at = a ? strchr(row, a) : NULL;
    return at && b && ((at > row && at[-1] == b) || at[1] == b);
}

static bool neighbours(char a, char b)
{
    static const char *const row[] = { "01234567890",  "abcdefghijklmnopqrstuvwxyz",
                                       "qwertyuiop[]", "asdfghjkl;'",
                                       "zxcvbnm,./",   "1qaz",
                                       "2wsx",         "3edc",
                                       "4rfv",         "5tgb",
                                       "6yhn",         "7ujm",
                                       "8ik",          "9ol",
                                       "!@#$%^&*()" };
    if (a == b)
        return true;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (follows(row[i], a, b))
            return true;
    return false;
}

/* Keys in a row: at most every fourth step is a jump ("1qaz2wsx3edc", "qwerty12345"). */
static bool runs(str s)
{
    ptrdiff_t jumps = 0;
    for (ptrdiff_t i = 1; i < s.n; i++)
        jumps += !neighbours(s.s[i - 1], s.s[i]);
    return s.n > 1 && jumps * 4 <= s.n - 1;
}

/* Is s nothing but words of the list, one after another? end[i]: s up to i is. */
static bool made_of_words(struct arena *mem, str s, const str *word, int n)
{
    bool *end = new (mem, bool, s.n + 1);
    end[0] = true;
    for (ptrdiff_t i = 0; i < s.n; i++)
        for (int w = 0; end[i] && w < n; w++)
            if (str_starts(str_sub(s, i, s.n), word[w]))
                end[i + word[w].n] = true;
    return s.n > 0 && end[s.n];
}

static const str *words(struct arena *mem, str login, int *n)
{
    const struct embedded *file = embedded_find(S("data/common_passwords.csv"));
    str text = file ? embedded_str(file) : S(""), own = letters_of(mem, text_fold(mem, login));
    struct csv_reader r = csv_reader_new(mem, text, ',');
    struct csv_row row;
    str *out = new (mem, str, text.n / 2 + 2);
    *n = 0;
    if (own.n >= 3)
        out[(*n)++] = own;
    for (bool head = true; csv_next(&r, &row); head = false)
        if (!head && row.n && row.cell[0].n)
            out[(*n)++] = row.cell[0];
    return out;
}

static bool common(struct arena *mem, str password, str login)
{
    str folded = text_fold(mem, password), letters = letters_of(mem, folded);
    int n;
    const str *word = words(mem, login, &n);
    if (login.n && str_eq(folded, text_fold(mem, login)))
        return true;
    return repeats(folded) || runs(folded) || made_of_words(mem, letters, word, n);
}

result password_check(struct cx *cx, str password, str login)
{
    if (text_width(password) < PASSWORD_MIN || password.n > PASSWORD_MAX)
        return fail(cx, .kind = ERR_INVALID, .code = S("password.length"), .field = S("password"),
                    .message = tr(cx, "A password has at least 10 characters."),
                    .hint = tr(cx, "A short sentence is easy to remember and hard to guess."));
    size_t mark = arena_mark(cx->mem);
    bool bad = common(cx->mem, password, login);
    arena_reset(cx->mem, mark);
    if (bad)
        return fail(cx, .kind = ERR_INVALID, .code = S("password.common"), .field = S("password"),
                    .message = tr(cx, "This password is one of the first that anybody would try."),
                    .hint = tr(cx, "A short sentence is easy to remember and hard to guess."));
    return OK;
}
