/* The words by which a party is found while somebody types, and what somebody looks for. Words are made from the name,
   code, phone and tax code alone, and are written and erased with them. */
#include "features/people/members/party_search.h"
#include "party_search.sql.h"

#include "base/text.h"

enum { WORD_MAX = 60, LAST_DIGITS = 4, WORDS_ASKED = 4, WORDS_WEIGHED = 2000 };
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
    TRY(party_word_drop(db, (struct party_word_drop_args){ .org_id = org_id, .party_id = party_id }));
    return party_words_add(cx, db, org_id, party_id, in);
}

result party_words_add(struct cx *cx, struct db *db, int64_t org_id, int64_t party_id, const struct party_in *in)
{
    str code = text_fold(cx->mem, in->code), phone = digits_of(cx->mem, in->phone);
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

/* What looking through all beginnings of this word costs: few are best, then those of a given name, because the others
   that are asked for stand evenly among them. */
static result weigh(struct cx *cx, struct db *db, int64_t org_id, str word, int64_t *out)
{
    struct party_seek s;
    struct party_word_few few;
    begin_with(cx->mem, &s, word);
    TRY(party_word_few(
        db,
        (struct party_word_few_args){ .org_id = org_id,
                                      .word_from = s.from,
                                      .word_to = s.to,
                                      .word_end = str_join(cx->mem, (const str[]){ s.from, S(" ") }, 2, S("")),
                                      .n_most = WORDS_WEIGHED },
        &few));
    *out = few.n_word * 2 - few.is_whole;
    return OK;
}

/* Words that do not stand together: the lightest leads, two others must be there too. */
static result scatter(struct cx *cx, struct db *db, int64_t org_id, struct party_seek *s, str fold)
{
    str word[WORDS_ASKED];
    int n = 0, lead = 0;
    int64_t best = INT64_MAX;
    for (struct str_cut c = { .tail = fold, .found = true }; c.found && n < WORDS_ASKED;) {
        c = str_cut(c.tail, ' ');
        word[n++] = c.head;
    }
    for (int i = 0; i < n; i++) {
        int64_t weight;
        TRY(weigh(cx, db, org_id, word[i], &weight));
        if (weight < best)
            best = weight, lead = i;
    }
    begin_with(cx->mem, s, word[lead]);
    for (int i = 0; i < n; i++) {
        if (i == lead)
            continue;
        if (!s->rest.n)
            s->rest = word[i];
        else if (!s->rest_more.n)
            s->rest_more = word[i];
    }
    return OK;
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
        return scatter(cx, db, org_id, out, fold);
    return OK;
}
