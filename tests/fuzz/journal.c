/* A journal that was read is written and read back the same, in hledger's format whatever it came from; amounts never
   overflow, and every refusal names a line that exists. The first byte chooses the format. */
#include "tests/fuzz/fuzz.h"

#include "base/date.h"
#include "features/books/accounting/journal_text.h"

static bool plain(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= '0' && s.s[i] <= '9') || (s.s[i] >= 'A' && s.s[i] <= 'Z') || s.s[i] == '-'))
            return false;
    return s.n > 0;
}

/* Could the export have written it? Codes are plain there, and a memo is one line without a semicolon. */
static bool writable(const struct text_entry *e)
{
    for (int i = 0; i < e->n_posting; i++)
        if (!plain(e->posting[i].account) || (e->posting[i].party.n && !plain(e->posting[i].party)))
            return false;
    return plain(e->code) && str_find(e->memo, S(";")) < 0 && str_find(e->memo, S("\n")) < 0 &&
           str_find(e->memo, S("\r")) < 0;
}

static str write(struct arena *mem, const struct text_entry *e)
{
    struct buf b = buf_new(mem);
    buf_fmt(&b, STR_FMT " (" STR_FMT ") ", STR_ARG(date_iso(mem, e->on)), STR_ARG(e->code));
    buf_put(&b, e->memo);
    buf_byte(&b, '\n');
    for (int i = 0; i < e->n_posting; i++) {
        const struct text_posting *p = &e->posting[i];
        bool off = str_starts(p->account, S("0"));
        buf_fmt(&b, "    %s" STR_FMT "%s  %lld VND", off ? "(" : "", STR_ARG(p->account), off ? ")" : "",
                (long long)p->amount.dong);
        if (p->party.n)
            buf_fmt(&b, "  ; party:" STR_FMT, STR_ARG(p->party));
        buf_byte(&b, '\n');
    }
    return buf_str(&b);
}

static void same(const struct text_entry *a, const struct text_entry *b)
{
    FUZZ_EXPECT(a->on.ymd == b->on.ymd && str_eq(a->code, b->code) && str_eq(a->memo, b->memo));
    FUZZ_EXPECT(a->n_posting == b->n_posting);
    for (int i = 0; i < a->n_posting; i++)
        FUZZ_EXPECT(str_eq(a->posting[i].account, b->posting[i].account) &&
                    str_eq(a->posting[i].party, b->posting[i].party) &&
                    a->posting[i].amount.dong == b->posting[i].amount.dong);
}

static void check(struct cx *cx, const struct text_entry *e, int before)
{
    static struct text_entry again;
    bool more;
    FUZZ_EXPECT(date_valid(e->on) && e->line_no > before && e->n_posting <= POSTINGS_MAX);
    for (int i = 0; i < e->n_posting; i++)
        FUZZ_EXPECT(e->posting[i].line_no >= e->line_no && e->posting[i].amount.dong > INT64_MIN);
    if (!writable(e))
        return;
    struct journal_reader r = journal_reader_new(JOURNAL_HLEDGER, write(cx->mem, e));
    FUZZ_EXPECT(journal_next(cx, &r, &again, &more).ok && more);
    same(e, &again);
    FUZZ_EXPECT(journal_next(cx, &r, &again, &more).ok && !more);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct text_entry entry;
    if (size == 0)
        return 0;
    struct arena *mem = fuzz_arena();
    struct cx cx = cx_new(mem, LANG_EN, 0);
    struct journal_reader r =
        journal_reader_new(data[0] % 2 ? JOURNAL_CSV : JOURNAL_HLEDGER, fuzz_str(data + 1, size - 1));
    int lines = 1, before = 0;
    bool more = true;
    for (size_t i = 1; i < size; i++)
        lines += data[i] == '\n' || data[i] == '\r';
    while (more) {
        size_t mark = arena_mark(mem);
        int errors = cx.n_errors;
        if (journal_next(&cx, &r, &entry, &more).ok && more)
            check(&cx, &entry, before);
        if (more)
            before = entry.line_no;
        if (cx.n_errors == errors)
            arena_reset(mem, mark);
    }
    for (const struct err *e = cx.errors; e; e = e->next) {
        int64_t line;
        FUZZ_EXPECT(e->kind == ERR_INVALID && e->message.n > 0 && str_starts(e->field, S("line ")));
        FUZZ_EXPECT(str_to_i64(str_sub(e->field, 5, e->field.n), &line) && line >= 1 && line <= lines);
    }
    return 0;
}
