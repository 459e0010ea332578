/* What a record of the register must look like, and when two names are the same to people. Pure: most tests live here.
   It must not read the database, the clock, or decide what a page shows. Start with org_check. */
#include "features/people/organisations/organisations_rules.h"

#include "base/text.h"

#include <stddef.h>

#define OPTION(id, code, label) { code, label },
static const struct option kinds[] = { ORG_KINDS(OPTION) };
static const struct option statuses[] = { ORG_STATUSES(OPTION) };
static const struct option sectors[] = { ORG_SECTORS(OPTION) };
static const struct option sizes[] = { ORG_SIZES(OPTION) };
#undef OPTION
const struct option_list org_kinds = { kinds, COUNT(kinds) };
const struct option_list org_statuses = { statuses, COUNT(statuses) };
const struct option_list org_sectors = { sectors, COUNT(sectors) };
const struct option_list org_sizes = { sizes, COUNT(sizes) };

static const struct option *option_find(const struct option_list *list, str value)
{
    for (int i = 0; i < list->n; i++)
        if (str_eq(str_of(list->option[i].value), value))
            return &list->option[i];
    return NULL;
}

bool org_option_known(const struct option_list *list, str value) { return option_find(list, value) != NULL; }

str org_label(const struct cx *cx, const struct option_list *list, str value)
{
    const struct option *o = option_find(list, value);
    return o ? tr(cx, o->label) : value;
}

/* ---- codes ---- */

static bool digits(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
    return s.n > 0;
}

bool org_code_valid(str code)
{
    if (code.n < 2 || code.n > 24 || code.s[0] == '-' || code.s[code.n - 1] == '-')
        return false;
    for (ptrdiff_t i = 0; i < code.n; i++) {
        char c = code.s[i];
        if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return true;
}

bool org_tax_code_valid(str s)
{
    struct str_cut c = str_cut(s, '-');
    return c.head.n == 10 && digits(c.head) && (!c.found || (c.tail.n == 3 && digits(c.tail)));
}

/* ---- names ---- */

/* Longer writings first: the first that fits wins. */
static const struct {
    str from, to;
} legal_form[] = {
    { LIT("lien hiep htx"), LIT("lien hiep hop tac xa") },
    { LIT("lhhtx"), LIT("lien hiep hop tac xa") },
    { LIT("htx"), LIT("hop tac xa") },
    { LIT("tht"), LIT("to hop tac") },
};

static bool starts_with_words(str s, str words)
{
    return str_starts(s, words) && (s.n == words.n || s.s[words.n] == ' ');
}

str org_name_fold(struct arena *mem, str name)
{
    str f = text_fold(mem, name);
    for (int i = 0; i < COUNT(legal_form); i++)
        if (starts_with_words(f, legal_form[i].from))
            return str_join(mem, (const str[]){ legal_form[i].to, str_sub(f, legal_form[i].from.n, f.n) }, 2, S(""));
    return f;
}

/* Words that name a legal form, a trade or a region, not a holder. Folded: so none that is also a common name without
   its marks (Đức is not đúc, Sơn is not sơn). */
static const char generic[] =
    " hop tac xa htx lien hiep lhhtx to tht cong ty cp tnhh co phan tap doan doanh nghiep so lang nghe chuoi vung trai"
    " demo mau va cua o cac nhung san xuat kinh doanh sxkd dich vu thuong mai tong phat trien che bien tieu thu cung "
    "ung"
    " nong ngu dvnn cao chat luong trong trot chan nuoi thuy rau qua cu an toan sach huu lua gao cay canh ca ga lon bo "
    "vit"
    " trau sua mat ong gom su moc det theu phuong thi tran thanh pho huyen tinh ha noi viet ";

static bool is_generic(str word)
{
    for (const char *p = generic + 1; *p;) {
        size_t n = strcspn(p, " ");
        if (str_eq(word, (str){ p, (ptrdiff_t)n }))
            return true;
        p += n + 1;
    }
    return false;
}

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80; }

/* The next word at or after *at; empty at the end. */
static str next_word(str s, ptrdiff_t *at)
{
    while (*at < s.n && !letter(s.s[*at]))
        ++*at;
    ptrdiff_t from = *at;
    while (*at < s.n && letter(s.s[*at]))
        ++*at;
    return str_sub(s, from, *at);
}

static str words_only(struct arena *mem, str name, bool core)
{
    str f = text_fold(mem, name);
    struct buf b = buf_new(mem);
    ptrdiff_t at = 0;
    for (str w = next_word(f, &at); w.n; w = next_word(f, &at)) {
        if (core && is_generic(w))
            continue;
        if (b.n)
            buf_byte(&b, ' ');
        buf_put(&b, w);
    }
    return buf_str(&b);
}

str org_name_core(struct arena *mem, str name) { return words_only(mem, name, true); }

bool org_words_hold(str hay, str needle)
{
    if (!needle.n)
        return false;
    for (ptrdiff_t at = 0; at + needle.n <= hay.n; at++) {
        bool begins = at == 0 || !letter(hay.s[at - 1]);
        bool ends = at + needle.n == hay.n || !letter(hay.s[at + needle.n]);
        if (begins && ends && memcmp(hay.s + at, needle.s, (size_t)needle.n) == 0)
            return true;
    }
    return false;
}

bool org_names_meet(struct arena *mem, str demo, str real)
{
    str demo_core = org_name_core(mem, demo), real_core = org_name_core(mem, real);
    if (str_eq(org_name_fold(mem, demo), org_name_fold(mem, real)))
        return true;
    if (org_words_hold(words_only(mem, real, false), demo_core))
        return true;
    /* One common word alone says little; two in a row name the same holder. */
    return str_find(real_core, S(" ")) >= 0 && org_words_hold(words_only(mem, demo, false), real_core);
}

/* ---- one record ---- */

static str clean_text(struct cx *cx, str s, const char *field)
{
    str out = s;
    enum text_fault f = text_clean(cx->mem, str_trim(s), false, &out);
    if (f != TEXT_FINE)
        (void)fail(cx, .kind = ERR_INVALID, .code = S("organisation.text"), .field = str_of(field),
                   .message = tr(cx, text_fault_message(f)));
    return out;
}

static str upper(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_byte(&b, s.s[i] >= 'a' && s.s[i] <= 'z' ? (char)(s.s[i] - 32) : s.s[i]);
    return buf_str(&b);
}

void org_clean(struct cx *cx, struct org_in *in)
{
    in->code = upper(cx->mem, str_trim(in->code));
    in->name = clean_text(cx, in->name, "name");
    in->short_name = clean_text(cx, in->short_name, "short_name");
    in->address = clean_text(cx, in->address, "address");
    in->tax_code = clean_text(cx, in->tax_code, "tax_code");
    in->registration_no = clean_text(cx, in->registration_no, "registration_no");
    in->reason = clean_text(cx, in->reason, "reason");
    if (!in->status.n)
        in->status = S("active");
    if (!in->year_first_month)
        in->year_first_month = 1;
}

static void wrong(struct cx *cx, const char *code, const char *field, str message)
{
    (void)fail(cx, .kind = ERR_INVALID, .code = str_of(code), .field = str_of(field), .message = message);
}

/* Law 17/2023 Art 50: the name begins with the legal form. People's credit funds are cooperatives with a name of their
 * own. */
static bool name_form_right(struct arena *mem, str kind, str name)
{
    str f = org_name_fold(mem, name);
    if (str_eq(kind, S("cooperative")))
        return starts_with_words(f, S("hop tac xa")) || starts_with_words(f, S("quy tin dung nhan dan"));
    if (str_eq(kind, S("union")))
        return starts_with_words(f, S("lien hiep hop tac xa"));
    if (str_eq(kind, S("group")))
        return starts_with_words(f, S("to hop tac"));
    return true;
}

static void check_name(struct cx *cx, const struct org_in *in)
{
    int width = text_width(in->name);
    bool says_demo = str_find(in->name, S("DEMO")) >= 0;
    if (width < 3 || width > 200)
        wrong(cx, "organisation.name", "name", tr(cx, "The name has 3 to 200 letters."));
    else if (!name_form_right(cx->mem, in->kind, in->name))
        (void)fail(cx, .kind = ERR_INVALID, .code = S("organisation.name_form"), .field = S("name"),
                   .message = tr(cx, "The name does not begin with the legal form."),
                   .hint = tr(cx, "Begin with “Hợp tác xã” (HTX), “Liên hiệp hợp tác xã” or “Tổ hợp tác” (Law 17/2023, "
                                  "Article 50)."));
    if (in->is_demo && !says_demo)
        wrong(cx, "organisation.demo_name", "name", tr(cx, "The name of a demo organisation contains the word DEMO."));
    if (!in->is_demo && says_demo)
        wrong(cx, "organisation.demo_word", "name",
              tr(cx, "Only demo organisations carry the word DEMO in their name."));
    if (text_width(in->short_name) > 60)
        wrong(cx, "organisation.short_name", "short_name", tr(cx, "The short name has at most 60 letters."));
    if (text_width(in->address) > 300)
        wrong(cx, "organisation.address", "address", tr(cx, "The address has at most 300 letters."));
}

static void check_choices(struct cx *cx, const struct org_in *in)
{
    static const char local_kinds[] = " cooperative union group commune ";
    const struct {
        const struct option_list *list;
        str value;
        const char *field;
        bool optional;
    } c[] = {
        { &org_kinds, in->kind, "kind", false },
        { &org_statuses, in->status, "status", false },
        { &org_sectors, in->sector, "sector", true },
        { &org_sizes, in->size_class, "size_class", true },
    };
    for (int i = 0; i < COUNT(c); i++)
        if (!(c[i].optional && !c[i].value.n) && !org_option_known(c[i].list, c[i].value))
            wrong(cx, "organisation.choice", c[i].field, tr(cx, "Choose one of the list."));
    bool local = str_find(str_of(local_kinds), str_fmt(cx->mem, " " STR_FMT " ", STR_ARG(in->kind))) >= 0;
    if (local && !in->commune_code.n)
        wrong(cx, "organisation.commune", "commune_code", tr(cx, "Choose the commune of the head office."));
    int64_t m = in->year_first_month;
    if (m != 1 && m != 4 && m != 7 && m != 10)
        wrong(cx, "organisation.year", "year_first_month", tr(cx, "The financial year begins with a quarter."));
}

static void check_dates(struct cx *cx, const struct org_in *in, date today)
{
    if (date_cmp(in->founded_on, today) > 0)
        wrong(cx, "organisation.future", "founded_on", tr(cx, "This day is still to come."));
    if (date_cmp(in->registered_on, today) > 0)
        wrong(cx, "organisation.future", "registered_on", tr(cx, "This day is still to come."));
    if (in->founded_on.ymd && in->registered_on.ymd && date_cmp(in->registered_on, in->founded_on) < 0)
        wrong(cx, "organisation.before_founding", "registered_on", tr(cx, "Registered before it was founded."));
    if (in->status_on.ymd && in->registered_on.ymd && date_cmp(in->status_on, in->registered_on) < 0)
        wrong(cx, "organisation.before_registration", "status_on", tr(cx, "Earlier than the registration."));
}

void org_check(struct cx *cx, const struct org_in *in, date today, bool is_new)
{
    if (is_new && !org_code_valid(in->code))
        wrong(cx, "organisation.code", "code", tr(cx, "A code has 2 to 24 capital letters, digits or hyphens."));
    check_choices(cx, in);
    check_name(cx, in);
    if (in->tax_code.n && !org_tax_code_valid(in->tax_code))
        wrong(cx, "organisation.tax_code", "tax_code",
              tr(cx, "A tax code has 10 digits, or 10 digits, a hyphen and 3 digits."));
    if (text_width(in->registration_no) > 40)
        wrong(cx, "organisation.registration_no", "registration_no", tr(cx, "The number has at most 40 letters."));
    check_dates(cx, in, today);
}

/* ---- what changed ---- */

enum diff_type { DIFF_TEXT, DIFF_DATE, DIFF_MONTH };
static const struct diff_field {
    const char *name;
    enum diff_type type;
    size_t old_at, new_at;
} diff_fields[] = {
#define DIFF(name, type)                                                                                               \
    {                                                                                                                  \
#name, type, offsetof(struct organisation, name), offsetof(struct org_in, name)                                \
    }
    DIFF(kind, DIFF_TEXT),
    DIFF(name, DIFF_TEXT),
    DIFF(short_name, DIFF_TEXT),
    DIFF(commune_code, DIFF_TEXT),
    DIFF(address, DIFF_TEXT),
    DIFF(tax_code, DIFF_TEXT),
    DIFF(registration_no, DIFF_TEXT),
    DIFF(registered_on, DIFF_DATE),
    DIFF(founded_on, DIFF_DATE),
    DIFF(size_class, DIFF_TEXT),
    DIFF(sector, DIFF_TEXT),
    DIFF(year_first_month, DIFF_MONTH),
    DIFF(status, DIFF_TEXT),
    DIFF(status_on, DIFF_DATE),
#undef DIFF
};
_Static_assert(COUNT(diff_fields) <= ORG_FIELDS_MAX, "room for every field");

static str field_text(struct arena *mem, const void *p, enum diff_type type, bool is_new)
{
    if (type == DIFF_TEXT)
        return *(const str *)p;
    if (type == DIFF_DATE)
        return date_iso(mem, *(const date *)p);
    return str_from_i64(mem, is_new ? *(const int64_t *)p : *(const int *)p);
}

int org_diff(struct arena *mem, const struct organisation *old, const struct org_in *in, struct org_change *out)
{
    int n = 0;
    for (int i = 0; i < COUNT(diff_fields); i++) {
        const struct diff_field *f = &diff_fields[i];
        str before = field_text(mem, (const char *)old + f->old_at, f->type, false);
        str after = field_text(mem, (const char *)in + f->new_at, f->type, true);
        if (!str_eq(before, after))
            out[n++] = (struct org_change){ .field = str_of(f->name), .before = before, .after = after };
    }
    return n;
}
