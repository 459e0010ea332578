/* The words by which a party is found while somebody types, and what somebody looks for. Words are made from the name,
   code, phone and tax code alone, and are written and erased with them. */
#include "features/people/members/party_search.h"
#include "party_search.sql.h"

#include "base/text.h"

enum { WORD_MAX = 60, LAST_DIGITS = 4 };
#define BEYOND S("\xF4\x8F\xBF\xBF") /* after every text with the same beginning */

static str digits_of(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            buf_byte(&b, s.s[i]);
    return buf_str(&b);
}

/* Cut between letters. */
static str shortened(str s)
{
    ptrdiff_t n = s.n > WORD_MAX ? WORD_MAX : s.n;
    while (n > 0 && n < s.n && ((unsigned char)s.s[n] & 0xC0) == 0x80)
        n--;
    return str_sub(s, 0, n);
}

static result put(struct db *db, int64_t org_id, int64_t party_id, str word)
{
    if (!word.n)
        return OK;
    return party_word_put(
        db, (struct party_word_put_args){ .org_id = org_id, .party_id = party_id, .word = shortened(word) });
}

static result put_name(struct db *db, int64_t org_id, int64_t party_id, str fold)
{
    for (struct str_cut c = { .tail = fold, .found = fold.n > 0 }; c.found;) {
        TRY(put(db, org_id, party_id, c.tail));
        c = str_cut(c.tail, ' ');
    }
    return OK;
}

result party_words_write(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct party_in *in)
{
    str code = text_fold(cx->mem, in->code), phone = digits_of(cx->mem, in->phone);
    TRY(party_word_drop(db, (struct party_word_drop_args){ .org_id = org_id, .party_id = party_id }));
    TRY(put_name(db, org_id, party_id, text_fold(cx->mem, in->full_name)));
    TRY(put(db, org_id, party_id, code));
    TRY(put(db, org_id, party_id, digits_of(cx->mem, code)));
    TRY(put(db, org_id, party_id, phone));
    TRY(put(db, org_id, party_id, phone.n > LAST_DIGITS ? str_sub(phone, phone.n - LAST_DIGITS, phone.n) : S("")));
    return put(db, org_id, party_id, text_fold(cx->mem, in->tax_code));
}

result party_words_erase(struct db *db, int64_t org_id, int64_t party_id, str code)
{
    TRY(party_word_drop(db, (struct party_word_drop_args){ .org_id = org_id, .party_id = party_id }));
    return put(db, org_id, party_id, text_fold(db_cx(db)->mem, code));
}

/* ---- looking ---- */

static bool is_number(str s)
{
    bool any = false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        any |= s.s[i] >= '0' && s.s[i] <= '9';
        if ((s.s[i] < '0' || s.s[i] > '9') && s.s[i] != ' ' && s.s[i] != '.' && s.s[i] != '-' && s.s[i] != '+')
            return false;
    }
    return any;
}

static void begin_with(struct arena *mem, struct party_seek *s, str word)
{
    s->from = shortened(word);
    s->to = str_join(mem, (const str[]){ s->from, BEYOND }, 2, S(""));
}

/* Words that do not stand together: the longest leads, two others must be there too. */
static void scatter(struct arena *mem, struct party_seek *s, str fold)
{
    str longest = { 0 };
    for (struct str_cut c = { .tail = fold, .found = true }; c.found;) {
        c = str_cut(c.tail, ' ');
        longest = c.head.n > longest.n ? c.head : longest;
    }
    for (struct str_cut c = { .tail = fold, .found = true }; c.found;) {
        c = str_cut(c.tail, ' ');
        if (c.head.s == longest.s)
            continue;
        if (!s->rest.n)
            s->rest = c.head;
        else if (!s->rest_more.n)
            s->rest_more = c.head;
    }
    begin_with(mem, s, longest);
}

result party_seek(struct cx *cx, struct db *db, int64_t org_id, str fold, struct party_seek *out)
{
    struct party_word_any row;
    bool found;
    *out = (struct party_seek){ 0 };
    begin_with(cx->mem, out, is_number(fold) ? digits_of(cx->mem, fold) : fold);
    TRY(party_word_any(db, (struct party_word_any_args){ .org_id = org_id, .word_from = out->from, .word_to = out->to },
                       &row, &found));
    if (!found && memchr(fold.s, ' ', (size_t)fold.n) && !is_number(fold))
        scatter(cx->mem, out, fold);
    return OK;
}
