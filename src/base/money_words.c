/* Amounts in words, as written on vouchers. Vietnamese reads groups of three digits as nghìn, triệu, and starts again
   above tỷ: what stands before "tỷ" is itself a number read the same way ("một nghìn tỷ", "một tỷ tỷ"). Empty groups
   are silent; a group after the first names its hundreds even when there are none ("không trăm linh năm"). */
#include "base/money.h"

#include "base/arena.h"

enum { THOUSAND = 1000, BILLION = 1000000000 };

static void word(struct buf *b, str w)
{
    if (b->n)
        buf_byte(b, ' ');
    buf_put(b, w);
}

static const str vi_digit[] = { LIT("không"), LIT("một"), LIT("hai"), LIT("ba"), LIT("bốn"),
                                LIT("năm"),   LIT("sáu"), LIT("bảy"), LIT("tám"), LIT("chín") };

/* The last digit changes its word after the tens: hai mươi mốt, hai mươi tư, mười lăm, hai mươi lăm. */
static str vi_unit(int tens, int unit)
{
    if (unit == 1 && tens >= 2)
        return S("mốt");
    if (unit == 4 && tens >= 2)
        return S("tư");
    if (unit == 5 && tens >= 1)
        return S("lăm");
    return vi_digit[unit];
}

/* 1..999; full: the hundreds are named even when zero. */
static void vi_group(struct buf *b, int v, bool full)
{
    int hundreds = v / 100, tens = v / 10 % 10, unit = v % 10;
    if (hundreds || full) {
        word(b, vi_digit[hundreds]);
        word(b, S("trăm"));
        if (tens == 0 && unit)
            word(b, S("linh"));
    }
    if (tens == 1) {
        word(b, S("mười"));
    } else if (tens) {
        word(b, vi_digit[tens]);
        word(b, S("mươi"));
    }
    if (unit)
        word(b, vi_unit(tens, unit));
}

/* Below 10^9; first: nothing was said before. */
static void vi_below_billion(struct buf *b, int v, bool first)
{
    static const str scale[] = { LIT("triệu"), LIT("nghìn"), LIT("") };
    const int group[] = { v / (THOUSAND * THOUSAND), v / THOUSAND % THOUSAND, v % THOUSAND };
    for (int i = 0; i < 3; i++) {
        if (group[i] == 0)
            continue;
        vi_group(b, group[i], !first);
        if (scale[i].n)
            word(b, scale[i]);
        first = false;
    }
}

static void vi_number(struct buf *b, uint64_t v)
{
    const int part[] = { (int)(v / BILLION / BILLION), (int)(v / BILLION % BILLION), (int)(v % BILLION) };
    if (part[0]) {
        vi_below_billion(b, part[0], true);
        word(b, S("tỷ"));
    }
    if (part[1])
        vi_below_billion(b, part[1], !part[0]);
    if (part[0] || part[1])
        word(b, S("tỷ"));
    if (part[2])
        vi_below_billion(b, part[2], !part[0] && !part[1]);
}

static void en_group(struct buf *b, int v)
{
    static const str small[] = { LIT(""), LIT("one"), LIT("two"), LIT("three"), LIT("four"), LIT("five"), LIT("six"),
                                 LIT("seven"), LIT("eight"), LIT("nine"), LIT("ten"), LIT("eleven"), LIT("twelve"),
                                 LIT("thirteen"), LIT("fourteen"), LIT("fifteen"), LIT("sixteen"), LIT("seventeen"),
                                 LIT("eighteen"), LIT("nineteen") };
    static const str tens[] = { LIT(""),      LIT(""),      LIT("twenty"),  LIT("thirty"), LIT("forty"),
                                LIT("fifty"), LIT("sixty"), LIT("seventy"), LIT("eighty"), LIT("ninety") };
    if (v >= 100) {
        word(b, small[v / 100]);
        word(b, S("hundred"));
    }
    v %= 100;
    if (v >= 20) {
        word(b, tens[v / 10]);
        if (v % 10)
            buf_byte(b, '-'), buf_put(b, small[v % 10]);
    } else if (v) {
        word(b, small[v]);
    }
}

static void en_number(struct buf *b, uint64_t v)
{
    static const str scale[] = { LIT(""),         LIT("thousand"),    LIT("million"),    LIT("billion"),
                                 LIT("trillion"), LIT("quadrillion"), LIT("quintillion") };
    int group[7];
    for (int i = 0; i < 7; i++, v /= THOUSAND)
        group[i] = (int)(v % THOUSAND);
    for (int i = 6; i >= 0; i--) {
        if (group[i] == 0)
            continue;
        en_group(b, group[i]);
        if (scale[i].n)
            word(b, scale[i]);
    }
}

str money_words(struct arena *mem, money m, bool english)
{
    struct buf b = buf_new(mem);
    uint64_t v = m.dong < 0 ? -(uint64_t)m.dong : (uint64_t)m.dong;
    if (m.dong < 0)
        word(&b, english ? S("Minus") : S("Âm"));
    struct buf number = buf_new(mem);
    if (v == 0)
        word(&number, english ? S("zero") : vi_digit[0]);
    else if (english)
        en_number(&number, v);
    else
        vi_number(&number, v);
    if (m.dong >= 0)
        number.s[0] = (char)(number.s[0] - 'a' + 'A'); /* every number word begins with an ASCII letter */
    word(&b, buf_str(&number));
    word(&b, english ? S("dong") : S("đồng"));
    return buf_str(&b);
}
