/* What a party's record must look like. Pure: most tests live here. It must not read the database or the clock, or
   decide what a page shows. Start with party_check. */
#include "features/people/members/members_rules.h"

#include "base/text.h"

enum { NAME_MAX_POINTS = 200, TEXT_MAX_POINTS = 300, CODE_MAX = 20, FEE_MAX_BP = 10000 };

static const struct option kinds[] = { { "member", T("Member") },
                                       { "customer", T("Customer") },
                                       { "supplier", T("Supplier") },
                                       { "employee", T("Employee") },
                                       { "other", T("Other party") } };
static const struct option genders[] = { { "", T("Not said") }, { "f", T("Female") }, { "m", T("Male") } };
static const struct option classes[] = { { "official", T("Official member") },
                                         { "affiliate_capital", T("Affiliate member contributing capital") },
                                         { "affiliate_use", T("Affiliate member not contributing capital") } };
static const struct option modes[] = { { "bought", T("Bought outright") },
                                       { "on_behalf", T("Sold on the member's behalf") },
                                       { "processing", T("Processed for hire") } };
const struct option_list party_kinds = { kinds, COUNT(kinds) };
const struct option_list partner_kinds = { kinds + 1, COUNT(kinds) - 1 }; /* who is not a member */
const struct option_list party_genders = { genders, COUNT(genders) };
const struct option_list member_classes = { classes, COUNT(classes) };
const struct option_list intake_modes = { modes, COUNT(modes) };

bool member_option_known(const struct option_list *list, str value)
{
    for (int i = 0; i < list->n; i++)
        if (str_eq(str_of(list->option[i].value), value))
            return true;
    return false;
}

/* ---- numbers and codes ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool all_digits(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!is_digit(s.s[i]))
            return false;
    return s.n > 0;
}

static str without_gaps(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.s[i] != ' ' && s.s[i] != '.' && s.s[i] != '-')
            buf_byte(&b, s.s[i]);
    return buf_str(&b);
}

str phone_clean(struct arena *mem, str phone)
{
    str d = without_gaps(mem, phone);
    if (str_starts(d, S("+84")))
        d = str_fmt(mem, "0" STR_FMT, STR_ARG(str_sub(d, 3, d.n)));
    return all_digits(d) ? d : str_trim(phone);
}

bool phone_valid(str clean) { return all_digits(clean) && clean.n >= 8 && clean.n <= 15; }
str number_clean(struct arena *mem, str number) { return without_gaps(mem, number); }
bool number_valid(str clean) { return all_digits(clean) && (clean.n == 9 || clean.n == 12); }

str party_code_prefix(str kind)
{
    static const struct {
        str kind, prefix;
    } table[] = { { LIT("member"), LIT("TV") },
                  { LIT("customer"), LIT("KH") },
                  { LIT("supplier"), LIT("NCC") },
                  { LIT("employee"), LIT("NV") } };
    for (int i = 0; i < COUNT(table); i++)
        if (str_eq(table[i].kind, kind))
            return table[i].prefix;
    return S("DT");
}

str party_code_make(struct arena *mem, str kind, int64_t n)
{
    int width = str_eq(kind, S("member")) ? 3 : 2;
    return str_fmt(mem, STR_FMT "%0*lld", STR_ARG(party_code_prefix(kind)), width, (long long)n);
}

static str upper(struct arena *mem, str s)
{
    struct buf b = buf_new(mem);
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_byte(&b, s.s[i] >= 'a' && s.s[i] <= 'z' ? (char)(s.s[i] - 'a' + 'A') : s.s[i]);
    return buf_str(&b);
}

static bool code_valid(str code)
{
    for (ptrdiff_t i = 0; i < code.n; i++) {
        char c = code.s[i];
        if (!(c >= 'A' && c <= 'Z') && !is_digit(c) && c != '-')
            return false;
    }
    return code.n > 0 && code.n <= CODE_MAX;
}

/* ---- the party ---- */

static void clean_text(struct cx *cx, str *s, const char *field)
{
    str out;
    enum text_fault f = text_clean(cx->mem, str_trim(*s), false, &out);
    if (f == TEXT_FINE)
        *s = out;
    else
        (void)fail(cx, .kind = ERR_INVALID, .code = S("party.text"), .field = str_of(field),
                   .message = tr(cx, text_fault_message(f)));
}

void party_clean(struct cx *cx, struct party_in *in)
{
    clean_text(cx, &in->code, "code");
    clean_text(cx, &in->full_name, "full_name");
    clean_text(cx, &in->phone, "phone");
    clean_text(cx, &in->address, "address");
    clean_text(cx, &in->hamlet, "hamlet");
    clean_text(cx, &in->tax_code, "tax_code");
    clean_text(cx, &in->personal_number, "personal_number");
    clean_text(cx, &in->reason, "reason");
    in->code = upper(cx->mem, in->code);
    in->phone = phone_clean(cx->mem, in->phone);
    in->personal_number = number_clean(cx->mem, in->personal_number);
}

static void wrong(struct cx *cx, const char *code, const char *field, str message)
{
    (void)fail(cx, .kind = ERR_INVALID, .code = str_of(code), .field = str_of(field), .message = message);
}

static void check_length(struct cx *cx, str s, const char *field, int max)
{
    if (text_width(s) > max)
        wrong(cx, "party.long", field, TRF(cx, "At most {1} characters.", str_from_i64(cx->mem, max)));
}

static void check_person(struct cx *cx, const struct party_in *in, date today)
{
    if (!member_option_known(&party_genders, in->gender))
        wrong(cx, "party.gender", "gender", tr(cx, "Choose one of the list."));
    if (in->birth_on.ymd && (!date_valid(in->birth_on) || date_cmp(in->birth_on, today) > 0))
        wrong(cx, "party.birth", "birth_on", tr(cx, "A birth date lies in the past."));
    if (in->personal_number.n && !number_valid(in->personal_number))
        wrong(cx, "party.number", "personal_number", tr(cx, "A personal number has 12 digits, an old card 9."));
    if (!in->is_person && (in->birth_on.ymd || in->gender.n || in->personal_number.n))
        wrong(cx, "party.not_person", "is_person", tr(cx, "Only a person has a birth date, a gender or a number."));
}

void party_check(struct cx *cx, const struct party_in *in, date today)
{
    if (!in->full_name.n)
        wrong(cx, "party.name", "full_name", tr(cx, "A name is needed."));
    if (!member_option_known(&party_kinds, in->kind))
        wrong(cx, "party.kind", "kind", tr(cx, "Choose one of the list."));
    if (in->code.n && !code_valid(in->code))
        wrong(cx, "party.code", "code", tr(cx, "A code has capital letters, digits and hyphens, at most 20."));
    if (in->phone.n && !phone_valid(in->phone))
        wrong(cx, "party.phone", "phone", tr(cx, "A phone number has 8 to 15 digits."));
    check_length(cx, in->full_name, "full_name", NAME_MAX_POINTS);
    check_length(cx, in->address, "address", TEXT_MAX_POINTS);
    check_length(cx, in->hamlet, "hamlet", NAME_MAX_POINTS);
    check_length(cx, in->tax_code, "tax_code", CODE_MAX);
    check_length(cx, in->reason, "reason", TEXT_MAX_POINTS);
    check_person(cx, in, today);
}

/* ---- the membership ---- */

void agreement_check(struct cx *cx, const struct agreement_in *in)
{
    if (!in->number.n) {
        if (in->signed_on.ymd || in->fee_bp)
            wrong(cx, "agreement.number", "agreement_number", tr(cx, "A written agreement has a number."));
        return;
    }
    check_length(cx, in->number, "agreement_number", CODE_MAX * 2);
    if (!in->signed_on.ymd || !date_valid(in->signed_on))
        wrong(cx, "agreement.signed", "agreement_on", tr(cx, "Say on which day the agreement was signed."));
    if (!member_option_known(&intake_modes, in->intake_mode))
        wrong(cx, "agreement.mode", "intake_mode", tr(cx, "Choose one of the list."));
    if (in->fee_bp < 0 || in->fee_bp > FEE_MAX_BP)
        wrong(cx, "agreement.fee", "fee_bp", tr(cx, "A fee lies between 0 and 10000 basis points."));
    if (in->fee_bp && str_eq(in->intake_mode, S("bought")))
        wrong(cx, "agreement.fee", "fee_bp", tr(cx, "What is bought outright bears no fee."));
}

void member_check(struct cx *cx, struct member_in *in, date today)
{
    if (!in->class.n)
        in->class = S("official");
    if (!in->joined_on.ymd)
        in->joined_on = today;
    clean_text(cx, &in->agreement.number, "agreement_number");
    if (in->agreement.number.n && !in->agreement.from.ymd)
        in->agreement.from = in->joined_on;
    if (!member_option_known(&member_classes, in->class))
        wrong(cx, "member.class", "class", tr(cx, "Choose one of the list."));
    if (!date_valid(in->joined_on) || date_cmp(in->joined_on, today) > 0)
        wrong(cx, "member.joined", "joined_on", tr(cx, "The day of joining lies in the past or is today."));
    else if (in->party.birth_on.ymd && date_cmp(in->party.birth_on, in->joined_on) >= 0)
        wrong(cx, "member.joined", "joined_on", tr(cx, "Nobody joins before being born."));
    agreement_check(cx, &in->agreement);
}

/* ---- what changed ---- */

int party_diff(struct arena *mem, const struct party_in *old, const struct party_in *in, struct party_diff *out)
{
    const struct party_diff all[] = {
        { S("code"), old->code, in->code },
        { S("full_name"), old->full_name, in->full_name },
        { S("phone"), old->phone, in->phone },
        { S("address"), old->address, in->address },
        { S("hamlet"), old->hamlet, in->hamlet },
        { S("birth_on"), date_iso(mem, old->birth_on), date_iso(mem, in->birth_on) },
        { S("gender"), old->gender, in->gender },
        { S("tax_code"), old->tax_code, in->tax_code },
        { S("is_person"), old->is_person ? S("1") : S("0"), in->is_person ? S("1") : S("0") },
    };
    int n = 0;
    for (int i = 0; i < COUNT(all); i++)
        if (!str_eq(all[i].before, all[i].after))
            out[n++] = all[i];
    return n;
}
