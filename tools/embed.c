/* embed SOURCE_ROOT BUILD_ROOT OUT.c DEPFILE: puts assets and reference data into the binary.

   assets/dist (built by npm) appears as "assets/…"; without it the sources in assets/src do, unbundled. Everything
   is written to BUILD_ROOT/embedded.bin, which OUT.c takes in with .incbin: compilers choke on megabytes of literals.
   Text is also stored compressed. DEPFILE names files and folders, so a file that comes or goes makes it run again. */
#include "tool.h"

#include <openssl/evp.h>
#include <sys/stat.h>
#include <zlib.h>

struct item {
    char *path, *file; /* in the table; on disk */
    size_t at, n, gz_at, gz_n;
    char hash[17];
};

static struct {
    struct item *all;
    size_t n;
} items;

static const struct kind {
    const char *end, *mime;
    bool compress, asset; /* asset: taken from assets/, where build scripts stand too */
} kinds[] = {
    { ".css", "text/css; charset=utf-8", true, true },
    { ".js", "text/javascript; charset=utf-8", true, true },
    { ".svg", "image/svg+xml", true, true },
    { ".webmanifest", "application/manifest+json", true, true },
    { ".woff2", "font/woff2", false, true },
    { ".png", "image/png", false, true },
    { ".ico", "image/x-icon", false, true },
    { ".html", "text/html; charset=utf-8", true, false },
    { ".json", "application/json", true, false },
    { ".csv", "text/csv; charset=utf-8", true, false },
    { ".md", "text/markdown; charset=utf-8", true, false },
    { ".txt", "text/plain; charset=utf-8", true, false },
    { "", "application/octet-stream", false, false },
};

static const struct kind *kind_of(const char *path)
{
    const struct kind *k = kinds;
    while (!ends_with(path, k->end))
        k++;
    return k;
}

static int item_order(const void *a, const void *b)
{
    return strcmp(((const struct item *)a)->path, ((const struct item *)b)->path);
}

static void add(char *path, char *file)
{
    items.all = room_for(items.all, items.n, sizeof *items.all);
    items.all[items.n++] = (struct item){ .path = path, .file = file };
}

static void collect(const char *root, const char *from, const char *as, struct names *dirs)
{
    struct names files = { 0 };
    walk(root, from, &files, dirs);
    for (size_t i = 0; i < files.n; i++)
        if (strcmp(as, "assets") || kind_of(files.s[i])->asset)
            add(path_of(as, files.s[i] + strlen(from) + 1), path_of(root, files.s[i]));
}

static void collect_all(const char *root, struct names *dirs)
{
    struct stat st;
    if (stat(path_of(root, "assets"), &st) == 0)
        names_add(dirs, path_of(root, "assets")); /* dist may come or go */
    collect(root, "assets/dist", "assets", dirs);
    if (!items.n)
        collect(root, "assets/src", "assets", dirs);
    collect(root, "data", "data", dirs);
    if (items.n)
        qsort(items.all, items.n, sizeof *items.all, item_order);
}

static void hash_hex(char out[17], const char *s, size_t n)
{
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (!EVP_Digest(s, n, md, &len, EVP_sha256(), NULL))
        die("error: SHA-256 failed");
    for (int i = 0; i < 8; i++)
        snprintf(out + 2 * i, 3, "%02x", md[i]);
}

/* gzip without name and time, so the same input gives the same binary. Empty when it would not be smaller. */
static struct text gzip(const char *s, size_t n)
{
    z_stream z = { 0 };
    struct text out = { 0 };
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        die("error: zlib failed");
    size_t cap = deflateBound(&z, n);
    out.s = keep(cap);
    z.next_in = (unsigned char *)copy_of(s, n);
    z.avail_in = (unsigned)n;
    z.next_out = (unsigned char *)out.s;
    z.avail_out = (unsigned)cap;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        die("error: zlib failed");
    out.n = z.total_out < n ? z.total_out : 0;
    deflateEnd(&z);
    return out;
}

static size_t append(struct text *bin, const char *s, size_t n)
{
    static const char zero[16];
    size_t at = bin->n;
    text_bytes(bin, s, n);
    text_bytes(bin, zero, 16 - bin->n % 16); /* at least one NUL after every file */
    return at;
}

static void load(struct text *bin, struct item *it)
{
    char *s = file_need(it->file, &it->n);
    hash_hex(it->hash, s, it->n);
    it->at = append(bin, s, it->n);
    if (kind_of(it->path)->compress) {
        struct text gz = gzip(s, it->n);
        it->gz_n = gz.n;
        it->gz_at = gz.n ? append(bin, gz.s, gz.n) : 0;
    }
}

static void emit(const char *out, const char *bin_path)
{
    struct text t = { 0 };
    text_fmt(&t, "/* Made by embed. */\n#include \"base/embedded.h\"\n\n"
                 "__asm__(\".pushsection .rodata\\n.balign 16\\n.globl embedded_bytes\\nembedded_bytes:\\n\"\n"
                 "        \".incbin \\\"%s\\\"\\n.byte 0\\n.popsection\\n\");\n"
                 "extern const unsigned char embedded_bytes[];\n\n"
                 "const struct embedded embedded_table[] = {\n", bin_path);
    for (size_t i = 0; i < items.n; i++) {
        const struct item *it = &items.all[i];
        text_z(&t, "    { ");
        text_literal(&t, it->path, strlen(it->path));
        text_fmt(&t, ", embedded_bytes + %zu, %zu, ", it->at, it->n);
        if (it->gz_n)
            text_fmt(&t, "embedded_bytes + %zu, %zu", it->gz_at, it->gz_n);
        else
            text_z(&t, "NULL, 0");
        text_fmt(&t, ", \"%s\", \"%s\" },\n", it->hash, kind_of(it->path)->mime);
    }
    if (!items.n)
        text_z(&t, "    { \"\", embedded_bytes, 0, NULL, 0, \"\", \"\" },\n");
    text_fmt(&t, "};\nconst int embedded_count = %zu;\n", items.n);
    file_write(out, t.s, t.n);
}

static void emit_deps(const char *path, const char *out, const struct names *dirs)
{
    struct text t = { 0 };
    text_fmt(&t, "%s:", out);
    for (size_t i = 0; i < items.n; i++)
        text_fmt(&t, " \\\n  %s", items.all[i].file);
    for (size_t i = 0; i < dirs->n; i++)
        text_fmt(&t, " \\\n  %s", dirs->s[i]);
    text_z(&t, "\n");
    file_write(path, t.s, t.n);
}

int main(int argc, char **argv)
{
    struct text bin = { 0 };
    struct names dirs = { 0 };
    if (argc != 5)
        die("usage: embed SOURCE_ROOT BUILD_ROOT OUT.c DEPFILE");
    char *bin_path = path_of(argv[2], "embedded.bin");
    collect_all(argv[1], &dirs);
    for (size_t i = 0; i < items.n; i++)
        load(&bin, &items.all[i]);
    file_write(bin_path, bin.s, bin.n);
    emit(argv[3], bin_path);
    emit_deps(argv[4], argv[3], &dirs);
    return 0;
}
