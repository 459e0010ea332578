/* hledger's journal format, the subset that describes money in one currency; virtual postings in parentheses are the
   off-balance accounts. Directives that would change meaning (include, alias, apply account) are refused, not skipped.
 */
#include "features/books/accounting/journal_text.h"

struct journal_reader journal_reader_new(enum journal_format format, str text)
{
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_sub(text, 3, text.n);
    return (struct journal_reader){ .format = format, .text = text };
}

static bool next_line(struct journal_reader *r, str *line)
{
    if (r->at >= r->text.n)
        return false;
    struct str_cut c = str_cut(str_sub(r->text, r->at, r->text.n), '\n');
    r->at += c.head.n + c.found;
    r->line_no++;
    *line = str_ends(c.head, S("\r")) ? str_sub(c.head, 0, c.head.n - 1) : c.head;
    return true;
}

static bool peek_indented(const struct journal_reader *r)
{
    return r->at < r->text.n && (r->text.s[r->at] == ' ' || r->text.s[r->at] == '\t');
}

str journal_line(const struct cx *cx, int line_no) { return TRF(cx, "line {1}", str_from_i64(cx->mem, line_no)); }

static result refuse(struct cx *cx, int line_no, const char *code, str message)
{
    return fail(cx, .kind = ERR_INVALID, .code = str_of(code), .field = journal_line(cx, line_no), .message = message);
}

/* ---- amounts ---- */

static bool digit(char c) { return c >= '0' && c <= '9'; }

static bool separator(char c) { return c == '.' || c == ','; }

/* The position of the decimal mark in a run of digits and separators; n when there is none; -1 when the reading is
 * ambiguous. */
static ptrdiff_t mark_position(str s, char decimal_mark)
{
    ptrdiff_t last = -1;
    int kinds = 0, count = 0;
    char seen = 0;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (separator(s.s[i])) {
            kinds += s.s[i] != seen;
            count = s.s[i] == seen ? count + 1 : 1;
            seen = s.s[i];
            last = i;
        }
    if (last < 0)
        return s.n;
    if (kinds > 2)
        return -1;
    if (decimal_mark)
        return s.s[last] != decimal_mark ? s.n : count > 1 ? -1 : last;
    if (kinds > 1)
        return count == 1 ? last : -1;
    if (count > 1)
        return s.n;
    return s.n - last - 1 == 3 ? -1 : last;
}

/* Is what follows the separator at i three digits, and then the next separator or the end of the whole number? */
static bool group_follows(str s, ptrdiff_t i, ptrdiff_t mark)
{
    for (ptrdiff_t k = i + 1; k < i + 4; k++)
        if (k >= mark || !digit(s.s[k]))
            return false;
    return i + 4 == mark || separator(s.s[i + 4]);
}

static bool number(str s, char decimal_mark, int64_t *out)
{
    ptrdiff_t mark = mark_position(s, decimal_mark);
    int64_t v = 0;
    if (mark < 0 || s.n == 0 || !digit(s.s[0]))
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (i == mark)
            continue;
        if (separator(c) ? i > mark || !group_follows(s, i, mark) : i > mark && c != '0')
            return false; /* misplaced, or a fraction of a đồng */
        if (i < mark && !separator(c) && (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, c - '0', &v)))
            return false;
    }
    *out = v;
    return true;
}

bool journal_amount(str text, char decimal_mark, money *out)
{
    str s = str_trim(text);
    bool neg = false;
    int signs = 0;
    ptrdiff_t i = 0, from, to;
    /* symbol and sign before the number, in either order */
    while (i < s.n && !digit(s.s[i])) {
        neg = neg || s.s[i] == '-';
        signs += s.s[i] == '-' || s.s[i] == '+';
        if (s.s[i] == '.' || s.s[i] == ',' || s.s[i] == '@')
            return false;
        i++;
    }
    from = i;
    while (i < s.n && (digit(s.s[i]) || s.s[i] == '.' || s.s[i] == ','))
        i++;
    to = i;
    str before = str_trim(str_sub(s, 0, from)), after = str_trim(str_sub(s, to, s.n));
    if (str_starts(before, S("-")) || str_starts(before, S("+")))
        before = str_trim(str_sub(before, 1, before.n));
    if (str_ends(before, S("-")) || str_ends(before, S("+")))
        before = str_trim(str_sub(before, 0, before.n - 1));
    str unit = before.n ? before : after;
    bool known = unit.n == 0 || str_eq_nocase(unit, S("VND")) || str_eq(unit, S("₫")) || str_eq(unit, S("đ")) ||
                 str_eq(unit, S("Đ")) || str_eq(unit, S("\"VND\""));
    if (!known || signs > 1 || (before.n && after.n) || !number(str_sub(s, from, to), decimal_mark, &out->dong))
        return false;
    if (neg)
        out->dong = -out->dong;
    return true;
}

/* ---- one transaction ---- */

static str strip_comment(str s, str *comment)
{
    ptrdiff_t at = str_find(s, S(";"));
    *comment = at < 0 ? (str){ 0 } : str_sub(s, at + 1, s.n);
    return at < 0 ? s : str_sub(s, 0, at);
}

static str tag(str comment, str name)
{
    ptrdiff_t at = str_find(comment, name);
    if (at < 0 || (at > 0 && comment.s[at - 1] != ' ' && comment.s[at - 1] != ','))
        return (str){ 0 };
    return str_trim(str_cut(str_sub(comment, at + name.n, comment.n), ',').head);
}

/* "111:1111 Tiền Việt Nam" → "1111" */
static str account_code(str s)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] == ':')
            from = i + 1;
    return str_cut(str_trim(str_sub(s, from, s.n)), ' ').head;
}

/* The account ends at two spaces or a tab; the rest is the amount. */
static void split_posting(str s, str *account, str *amount)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] == '\t' || (s.s[i] == ' ' && i + 1 < s.n && (s.s[i + 1] == ' ' || s.s[i + 1] == '\t'))) {
            *account = str_sub(s, 0, i);
            *amount = str_trim(str_sub(s, i, s.n));
            return;
        }
    *account = s;
    *amount = (str){ 0 };
}

static str unwrap_virtual(str account)
{
    bool wrapped = account.n > 2 && ((account.s[0] == '(' && account.s[account.n - 1] == ')') ||
                                     (account.s[0] == '[' && account.s[account.n - 1] == ']'));
    return wrapped ? str_sub(account, 1, account.n - 1) : account;
}

static str strip_status(str s)
{
    s = str_trim(s);
    if (str_starts(s, S("*")) || str_starts(s, S("!")))
        s = str_trim(str_sub(s, 1, s.n));
    return s;
}

static result posting_line(struct cx *cx, struct journal_reader *r, str line, struct text_entry *e, int *blank)
{
    str comment, account, amount;
    str s = strip_status(strip_comment(line, &comment));
    if (s.n == 0)
        return OK; /* a comment inside the transaction */
    if (e->n_posting == POSTINGS_MAX)
        return refuse(cx, r->line_no, "journal.too_long", tr(cx, "The transaction has too many lines."));
    split_posting(s, &account, &amount);
    struct text_posting *p = &e->posting[e->n_posting++];
    *p = (struct text_posting){ .account = account_code(unwrap_virtual(account)),
                                .party = tag(comment, S("party:")),
                                .line_no = r->line_no };
    amount = str_trim(str_cut(amount, '=').head); /* balance assertions are hledger's own check */
    if (amount.n == 0) {
        if (*blank >= 0)
            return refuse(cx, r->line_no, "journal.two_blanks", tr(cx, "Only one line may leave its amount out."));
        *blank = e->n_posting - 1;
        return OK;
    }
    if (!journal_amount(amount, r->decimal_mark, &p->amount))
        return refuse(cx, r->line_no, "journal.amount", TRF(cx, "“{1}” is not an amount in whole đồng.", amount));
    return OK;
}

static bool entry_date(struct cx *cx, const struct journal_reader *r, str s, date *out)
{
    char t[16];
    str d = str_cut(s, '=').head; /* secondary dates are not ours */
    if (d.n > 10 || d.n < 3)
        return false;
    for (ptrdiff_t i = 0; i < d.n; i++)
        t[i] = d.s[i] == '/' || d.s[i] == '.' ? '-' : d.s[i];
    d = (str){ t, d.n };
    struct str_cut a = str_cut(d, '-'), b = str_cut(a.tail, '-');
    int64_t y = r->year, m, day;
    (void)cx;
    if (b.found) {
        if (!str_to_i64(a.head, &y) || !str_to_i64(b.head, &m) || !str_to_i64(b.tail, &day))
            return false;
    } else if (!a.found || !y || !str_to_i64(a.head, &m) || !str_to_i64(a.tail, &day)) {
        return false;
    }
    return y > 0 && y < 10000 && m > 0 && m < 13 && day > 0 && day < 32 && date_make((int)y, (int)m, (int)day, out);
}

static result header_line(struct cx *cx, const struct journal_reader *r, str line, struct text_entry *e)
{
    str comment;
    struct str_cut c = str_cut(str_trim(strip_comment(line, &comment)), ' ');
    e->line_no = r->line_no;
    e->n_posting = 0; /* the postings themselves are many, and written before they are read */
    e->code = e->memo = (str){ 0 };
    e->on = (date){ 0 };
    if (!entry_date(cx, r, c.head, &e->on))
        return refuse(cx, r->line_no, "journal.date", TRF(cx, "“{1}” is not a date.", c.head));
    str rest = strip_status(c.tail);
    if (str_starts(rest, S("("))) {
        struct str_cut k = str_cut(str_sub(rest, 1, rest.n), ')');
        e->code = str_trim(k.head);
        rest = str_trim(k.tail);
    }
    e->memo = rest;
    return OK;
}

static result infer_blank(struct cx *cx, struct text_entry *e, int blank)
{
    int64_t sum = 0;
    if (blank < 0)
        return OK;
    for (int i = 0; i < e->n_posting; i++)
        if (!str_starts(e->posting[i].account, S("0")) && __builtin_add_overflow(sum, e->posting[i].amount.dong, &sum))
            return refuse(cx, e->line_no, "journal.amount", tr(cx, "The amounts are too large."));
    if (__builtin_sub_overflow(0, sum, &e->posting[blank].amount.dong) || sum == INT64_MAX)
        return refuse(cx, e->line_no, "journal.amount", tr(cx, "The amounts are too large."));
    return OK;
}

static result read_entry(struct cx *cx, struct journal_reader *r, str line, struct text_entry *e)
{
    int blank = -1, before = cx->n_errors;
    str posting;
    (void)header_line(cx, r, line, e);
    while (peek_indented(r) && next_line(r, &posting))
        if (str_trim(posting).n == 0)
            break;
        else
            (void)posting_line(cx, r, posting, e, &blank);
    if (cx->n_errors == before)
        (void)infer_blank(cx, e, blank);
    return (result){ cx->n_errors == before };
}

/* ---- directives ---- */

static void skip_block(struct journal_reader *r)
{
    str line;
    while (next_line(r, &line))
        if (str_eq(str_trim(line), S("end comment")))
            return;
}

static void commodity(struct journal_reader *r, str rest)
{
    /* "1.000,00 VND": the last mark is the decimal one; "1,000. VND" too */
    for (ptrdiff_t i = rest.n - 1; i >= 0; i--)
        if (rest.s[i] == '.' || rest.s[i] == ',') {
            r->decimal_mark = rest.s[i];
            return;
        }
}

static result directive(struct cx *cx, struct journal_reader *r, str line)
{
    static const char *const quiet[] = { "account", "payee", "tag", "P", "D", "N", "C", "end", NULL };
    struct str_cut c = str_cut(str_trim(line), ' ');
    int64_t y;
    if (str_eq(c.head, S("comment"))) {
        skip_block(r);
        return OK;
    }
    str mark = str_trim(c.tail);
    if (str_eq(c.head, S("decimal-mark")) && (str_eq(mark, S(".")) || str_eq(mark, S(",")))) {
        r->decimal_mark = mark.s[0];
        return OK;
    }
    if (str_eq(c.head, S("commodity"))) {
        commodity(r, c.tail);
        return OK;
    }
    str year = str_eq(c.head, S("year"))  ? str_trim(c.tail)
               : str_starts(line, S("Y")) ? str_trim(str_sub(line, 1, line.n))
                                          : (str){ 0 };
    if (year.n && str_to_i64(year, &y) && y >= 1900 && y <= 9999) {
        r->year = (int)y;
        return OK;
    }
    for (int i = 0; quiet[i]; i++)
        if (str_eq(c.head, str_of(quiet[i])))
            return OK;
    return refuse(cx, r->line_no, "journal.directive", TRF(cx, "“{1}” is not understood here.", c.head));
}

static result next_hledger(struct cx *cx, struct journal_reader *r, struct text_entry *out, bool *more)
{
    str line;
    int before = cx->n_errors;
    *more = false;
    while (next_line(r, &line)) {
        str s = str_trim(line);
        if (s.n == 0 || s.s[0] == ';' || s.s[0] == '#' || s.s[0] == '*' || line.s[0] == ' ' || line.s[0] == '\t')
            continue;
        if (!digit(line.s[0])) {
            (void)directive(cx, r, line);
            continue;
        }
        *more = true;
        (void)read_entry(cx, r, line, out);
        break;
    }
    return (result){ cx->n_errors == before };
}

result journal_next(struct cx *cx, struct journal_reader *r, struct text_entry *out, bool *more)
{
    return r->format == JOURNAL_CSV ? journal_next_csv(cx, r, out, more) : next_hledger(cx, r, out, more);
}
