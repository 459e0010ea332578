/* The journal for other programs. hledger and ledger read the first format; CSV is what import reads back; JSON is one
 * array. */
#include "features/books/accounting/accounting.h"
#include "accounting.sql.h"

#include "base/csv.h"
#include "base/json.h"

struct out {
    export_sink sink;
    void *arg;
    enum export_format format;
    struct buf b;
    int64_t voucher_id;
    size_t mark;
    struct json_out json;
    struct csv_out csv;
    int64_t n;
};

enum { FLUSH = 1 << 16 };

/* One line of text: line ends and semicolons would start something else in a journal. */
static void put_plain(struct buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_byte(b, s.s[i] == '\n' || s.s[i] == '\r' || s.s[i] == ';' || s.s[i] == '|' ? ' ' : s.s[i]);
}

static void hledger_line(struct out *o, struct cx *cx, const struct accounting_line_each *r)
{
    bool off = str_starts(r->account, S("0"));
    if (r->voucher_id != o->voucher_id) {
        buf_fmt(&o->b, "%s" STR_FMT " (" STR_FMT "%lld-%05lld) ", o->n ? "\n" : "",
                STR_ARG(date_iso(cx->mem, r->posting_on)), STR_ARG(r->book), (long long)r->year, (long long)r->number);
        put_plain(&o->b, r->memo.n ? r->memo : r->kind);
        buf_byte(&o->b, '\n');
    }
    buf_fmt(&o->b, "    %s" STR_FMT "%s  %lld VND", off ? "(" : "", STR_ARG(r->account), off ? ")" : "",
            (long long)(r->dr_vnd.dong - r->cr_vnd.dong));
    if (r->party_code.n)
        buf_fmt(&o->b, "  ; party:" STR_FMT, STR_ARG(r->party_code));
    buf_byte(&o->b, '\n');
}

static void csv_line(struct out *o, struct cx *cx, const struct accounting_line_each *r)
{
    csv_put(&o->csv, date_iso(cx->mem, r->posting_on));
    csv_put(&o->csv,
            str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r->book), (long long)r->year, (long long)r->number));
    csv_put(&o->csv, r->account);
    csv_put(&o->csv, r->party_code);
    csv_put_i64(&o->csv, r->dr_vnd.dong);
    csv_put_i64(&o->csv, r->cr_vnd.dong);
    csv_put(&o->csv, r->memo);
    csv_end_row(&o->csv);
}

static void json_voucher(struct out *o, struct cx *cx, const struct accounting_line_each *r)
{
    struct json_out *j = &o->json;
    if (o->n)
        json_end_array(j), json_end_object(j);
    json_begin_object(j);
    json_key(j, S("id")), json_put_str(j, str_from_i64(cx->mem, r->voucher_id));
    json_key(j, S("kind")), json_put_str(j, r->kind);
    json_key(j, S("number")), json_put_str(j, str_fmt(cx->mem, STR_FMT "%lld-%05lld", STR_ARG(r->book),
                                                      (long long)r->year, (long long)r->number));
    json_key(j, S("document_on")), json_put_str(j, date_iso(cx->mem, r->document_on));
    json_key(j, S("posting_on")), json_put_str(j, date_iso(cx->mem, r->posting_on));
    json_key(j, S("request_id")), json_put_str(j, r->request_key);
    json_key(j, S("reverses_id")), json_put_str(j, r->reverses_id ? str_from_i64(cx->mem, r->reverses_id) : S(""));
    json_key(j, S("memo")), json_put_str(j, r->memo);
    json_key(j, S("lines"));
    json_begin_array(j);
}

static void json_line(struct out *o, struct cx *cx, const struct accounting_line_each *r)
{
    struct json_out *j = &o->json;
    if (r->voucher_id != o->voucher_id)
        json_voucher(o, cx, r);
    json_begin_object(j);
    json_key(j, S("account")), json_put_str(j, r->account);
    json_key(j, S("party")), json_put_str(j, r->party_code);
    json_key(j, S("dr_vnd")), json_put_i64(j, r->dr_vnd.dong);
    json_key(j, S("cr_vnd")), json_put_i64(j, r->cr_vnd.dong);
    json_end_object(j);
}

static void flush(struct cx *cx, struct out *o)
{
    o->sink(o->arg, buf_str(&o->b));
    arena_reset(cx->mem, o->mark);
    o->b = buf_new(cx->mem);
}

static result each(struct cx *cx, void *arg, const struct accounting_line_each *r)
{
    static void (*const put[])(struct out *, struct cx *, const struct accounting_line_each *) = {
        [EXPORT_HLEDGER] = hledger_line, [EXPORT_CSV] = csv_line, [EXPORT_JSON] = json_line
    };
    struct out *o = arg;
    /* from the first row on: the database keeps its own buffer of a row below */
    o->mark = o->n ? o->mark : arena_mark(cx->mem);
    put[o->format](o, cx, r);
    o->voucher_id = r->voucher_id;
    o->n++;
    if (o->b.n > FLUSH)
        flush(cx, o);
    return OK;
}

result accounting_export(struct cx *cx, struct db *db, int64_t org_id, enum export_format format, export_sink sink,
                         void *arg)
{
    struct out o = { .sink = sink, .arg = arg, .format = format, .b = buf_new(cx->mem) };
    o.json = json_out_new(&o.b);
    o.csv = csv_out_new(&o.b, ',', false);
    if (format == EXPORT_HLEDGER)
        buf_put(&o.b, S("; Hoptac journal. Amounts are whole VND.\n\n"));
    if (format == EXPORT_CSV)
        buf_put(&o.b, S("date,voucher,account,party,debit_vnd,credit_vnd,memo\r\n"));
    if (format == EXPORT_JSON)
        json_begin_array(&o.json);
    TRY(accounting_line_each(
        db, (struct accounting_line_each_args){ .org_id = org_id, .from_on = { 19000101 }, .to_on = DATE_OPEN }, each,
        &o));
    if (format == EXPORT_JSON && o.n)
        json_end_array(&o.json), json_end_object(&o.json);
    if (format == EXPORT_JSON)
        json_end_array(&o.json), buf_byte(&o.b, '\n');
    sink(arg, buf_str(&o.b));
    return OK;
}
