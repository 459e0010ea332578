/* Our JSON against cJSON on the same text in the same process, medians of five. cJSON reads numbers as doubles and does
   not check UTF-8, so it does less work; the ratio is still the one that counts. */
#include "base/json.h"
#include "base/arena.h"
#include "os/os.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

enum { VOUCHERS = 20000, RUNS = 5 };

static str vouchers(struct arena *mem)
{
    struct buf b = buf_new(mem);
    struct json_out o = json_out_new(&b);
    json_begin_array(&o);
    for (int i = 0; i < VOUCHERS; i++) {
        json_begin_object(&o);
        json_member_str(&o, S("kind"), S("journal"));
        json_member_id(&o, S("id"), i);
        json_member_str(&o, S("memo"),
                        i % 4 ? S("Thu mua rau cải của hộ thành viên, vụ đông xuân") : S("ghi chú \"đã cân\"\n"));
        json_key(&o, S("lines"));
        json_begin_array(&o);
        for (int k = 0; k < 3; k++) {
            json_begin_object(&o);
            json_member_str(&o, S("account"), S("1111"));
            json_member_i64(&o, S("dr_vnd"), (int64_t)i * 1237 + k);
            json_member_bool(&o, S("internal"), k == 1);
            json_end_object(&o);
        }
        json_end_array(&o);
        json_end_object(&o);
    }
    json_end_array(&o);
    return buf_str(&b);
}

static double reading(struct arena *mem, str text)
{
    int64_t from = os_monotonic();
    struct json *v;
    if (!json_parse(mem, text, &v, NULL))
        abort();
    return (double)(os_monotonic() - from);
}

static double pulling(struct arena *mem, str text)
{
    int64_t from = os_monotonic();
    struct json_reader r = json_reader_new(mem, text);
    if (!json_skip(&r) || !json_end(&r))
        abort();
    return (double)(os_monotonic() - from);
}

static double writing(struct arena *mem, str text)
{
    struct json *v;
    struct buf b = buf_new(mem);
    struct json_out o = json_out_new(&b);
    if (!json_parse(mem, text, &v, NULL))
        abort();
    int64_t from = os_monotonic();
    json_put_tree(&o, v);
    return (double)(os_monotonic() - from);
}

static double reading_cjson(struct arena *mem, str text)
{
    (void)mem;
    int64_t from = os_monotonic();
    cJSON *v = cJSON_ParseWithLength(text.s, (size_t)text.n);
    if (!v)
        abort();
    cJSON_Delete(v); /* ours is freed with the arena, in no time */
    return (double)(os_monotonic() - from);
}

static double writing_cjson(struct arena *mem, str text)
{
    (void)mem;
    cJSON *v = cJSON_ParseWithLength(text.s, (size_t)text.n);
    if (!v)
        abort();
    int64_t from = os_monotonic();
    char *z = cJSON_PrintUnformatted(v);
    double us = (double)(os_monotonic() - from);
    cJSON_free(z);
    cJSON_Delete(v);
    return us;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double (*fn)(struct arena *, str), struct arena *mem, str text)
{
    double us[RUNS];
    for (int i = 0; i < RUNS; i++) {
        size_t mark = arena_mark(mem);
        us[i] = fn(mem, text);
        arena_reset(mem, mark);
    }
    qsort(us, RUNS, sizeof *us, by_value);
    return us[RUNS / 2];
}

static void report(const char *what, double ours, double theirs, str text)
{
    printf("%-6s %7.0f MB/s  cJSON %7.0f MB/s  ratio %.2f\n", what, (double)text.n / ours, (double)text.n / theirs,
           theirs / ours);
}

int main(void)
{
    struct arena mem;
    if (!arena_init(&mem, (size_t)1 << 30))
        return 1;
    str text = vouchers(&mem);
    printf("%d vouchers, %.1f MB\n", VOUCHERS, (double)text.n / 1e6);
    report("read", median(reading, &mem, text), median(reading_cjson, &mem, text), text);
    report("pull", median(pulling, &mem, text), median(reading_cjson, &mem, text), text);
    report("write", median(writing, &mem, text), median(writing_cjson, &mem, text), text);
    arena_release(&mem);
    return 0;
}
