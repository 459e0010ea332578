/* Does a text speak of a person? Pure. It must rather find too much than too little: what it finds is free words. */
#include "web/person.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"

enum { DIGITS_MIN = 8 }; /* shorter numbers are amounts and dates */

static bool is_word(char c)
{
    unsigned char u = (unsigned char)c;
    return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u >= 0x80;
}

static bool whole_words(str text, str needle)
{
    for (ptrdiff_t at = 0;; at++) {
        ptrdiff_t i = str_find(str_sub(text, at, text.n), needle);
        if (i < 0)
            return false;
        at += i;
        if ((at == 0 || !is_word(text.s[at - 1])) && (at + needle.n == text.n || !is_word(text.s[at + needle.n])))
            return true;
    }
}

static bool has_name(struct arena *mem, str name, str words)
{
    if (str_starts(name, S("DEMO "))) /* nobody writes the mark */
        name = str_sub(name, 5, name.n);
    str fold = text_fold(mem, name);
    return str_find(fold, S(" ")) > 0 && whole_words(text_fold(mem, words), fold);
}

static bool is_gap(char c) { return c == ' ' || c == '.' || c == '-'; }

/* "0912.345 678" and "+84 912345678" hold 0912345678. */
static bool has_digits(struct arena *mem, str number, str words)
{
    struct buf b = buf_new(mem);
    str needle = str_starts(number, S("0")) ? str_sub(number, 1, number.n) : number;
    if (number.n < DIGITS_MIN)
        return false;
    for (ptrdiff_t i = 0; i < words.n; i++)
        if (!is_gap(words.s[i]))
            buf_byte(&b, words.s[i]);
    return str_find(buf_str(&b), needle) >= 0;
}

bool person_named_in(struct arena *mem, const struct person *who, str words)
{
    size_t mark = arena_mark(mem);
    bool found = words.n && ((who->is_alone && has_name(mem, who->full_name, words)) ||
                             has_digits(mem, who->phone, words) || has_digits(mem, who->number, words));
    arena_reset(mem, mark);
    return found;
}

bool person_by_digits(struct arena *mem, const struct person *who, str words)
{
    struct person digits = *who;
    digits.is_alone = false;
    return person_named_in(mem, &digits, words);
}

static void blank(struct arena *mem, const struct person *who, struct json *v)
{
    if (v->kind == JSON_STRING && person_named_in(mem, who, v->text))
        v->text = S("");
    for (struct json *c = v->child; c; c = c->next)
        blank(mem, who, c);
}

str person_blanked(struct arena *mem, const struct person *who, str json)
{
    struct buf b = buf_new(mem);
    struct json_out o = json_out_new(&b);
    struct json *tree;
    if (!person_named_in(mem, who, json) || !json_parse(mem, json, &tree, NULL))
        return json;
    blank(mem, who, tree);
    json_put_tree(&o, tree);
    return buf_str(&b);
}
