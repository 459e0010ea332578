/* Verbs, options, output. Nothing here knows a room: it walks features[]. */
#include "cli/cli.h"

#include "base/json.h"
#include "os/os.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static str option_text(const char *name, struct cx *cx) { return str_fmt(cx->mem, "--%s", name); }

bool cli_option(struct cli *c, const char *name, str *value)
{
    str want = option_text(name, c->cx);
    for (int i = 0; i < c->n_arg; i++) {
        str a = str_of(c->arg[i]);
        if (str_eq(a, want)) {
            c->arg[i] = NULL;
            if (i + 1 >= c->n_arg || !c->arg[i + 1]) {
                (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.option_value"), .field = str_of(name),
                           .message = TRF(c->cx, "The option {1} needs a value.", want));
                return false;
            }
            *value = str_of(c->arg[i + 1]);
            c->arg[i + 1] = NULL;
            return true;
        }
        if (str_starts(a, want) && a.n > want.n && a.s[want.n] == '=') {
            *value = str_sub(a, want.n + 1, a.n);
            c->arg[i] = NULL;
            return true;
        }
    }
    return false;
}

bool cli_flag(struct cli *c, const char *name)
{
    str want = option_text(name, c->cx);
    for (int i = 0; i < c->n_arg; i++)
        if (str_eq(str_of(c->arg[i]), want)) {
            c->arg[i] = NULL;
            return true;
        }
    return false;
}

date cli_date(struct cli *c, const char *name, date def)
{
    str v;
    date d;
    if (!cli_option(c, name, &v))
        return def;
    if (date_parse(v, &d))
        return d;
    (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.date"), .field = str_of(name),
               .message = TRF(c->cx, "{1} is not a date.", v),
               .hint = tr(c->cx, "Write it as 2026-03-02 or 02/03/2026."));
    return def;
}

bool cli_has_positional(const struct cli *c)
{
    for (int i = 0; i < c->n_arg; i++)
        if (c->arg[i] && c->arg[i][0] != '-')
            return true;
    return false;
}

str cli_positional(struct cli *c, const char *what)
{
    for (int i = 0; i < c->n_arg; i++)
        if (c->arg[i] && (c->arg[i][0] != '-' || c->arg[i][1] == 0)) {
            str a = str_of(c->arg[i]);
            c->arg[i] = NULL;
            return a;
        }
    (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.argument_missing"), .field = str_of(what),
               .message = TRF(c->cx, "The argument {1} is missing.", str_of(what)));
    return S("");
}

str cli_required(struct cli *c, const char *name)
{
    str v;
    if (cli_option(c, name, &v))
        return v;
    if (c->cx->n_errors == 0 || !str_eq(c->cx->errors->code, S("cli.option_value")))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.option_missing"), .field = str_of(name),
                   .message = TRF(c->cx, "The option {1} is missing.", option_text(name, c->cx)));
    return S("");
}

result cli_done(struct cli *c)
{
    for (int i = 0; i < c->n_arg; i++)
        if (c->arg[i])
            (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.argument_unknown"), .field = S(""),
                       .message = TRF(c->cx, "Nobody asked for {1}.", str_of(c->arg[i])),
                       .hint = TRF(c->cx, "See: hoptac {1} --help", str_of(c->command->name)));
    return cx_result(c->cx);
}

static str store_path(str url)
{
    return str_starts(url, S("sqlite:")) ? str_cut(str_sub(url, 7, url.n), '?').head : url;
}

bool cli_db_is_file(const struct cli *c)
{
    return !str_starts(c->db_url, S("postgres://")) && !str_starts(c->db_url, S("postgresql://"));
}

result cli_open(struct cli *c)
{
    struct cx *cx = c->cx;
    if (cli_db_is_file(c) && !os_exists(store_path(c->db_url)))
        return fail(cx, .kind = ERR_ENV, .code = S("store.missing"), .field = S("db"),
                    .message = TRF(cx, "There is no database at {1}.", c->db_url),
                    .hint = tr(cx, "Make one with: hoptac init --db PATH"));
    TRY(store_open(cx, c->db_url, &c->store));
    store_set_files(c->store, c->files);
    return store_check_schema(cx, c->store);
}

void cli_write(struct cli *c, str bytes)
{
    (void)c;
    if (bytes.n)
        fwrite(bytes.s, 1, (size_t)bytes.n, stdout);
}

void cli_print(struct cli *c, str text)
{
    cli_write(c, text);
    cli_write(c, S("\n"));
}

void cli_printf(struct cli *c, const char *fmt, ...)
{
    va_list ap;
    (void)c;
    va_start(ap, fmt);
    vfprintf(stdout, fmt, ap);
    va_end(ap);
}

void cli_print_object(struct cli *c, const struct cli_member *m, int n)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    for (int i = 0; i < n; i++) {
        str key = str_of(m[i].key);
        if (m[i].kind == CLI_TEXT)
            json_member_str(&j, key, m[i].text);
        else if (m[i].kind == CLI_ID)
            json_member_id(&j, key, m[i].n);
        else if (m[i].kind == CLI_TRUTH)
            json_member_bool(&j, key, m[i].n != 0);
        else
            json_member_i64(&j, key, m[i].n);
    }
    json_end_object(&j);
    cli_print(c, buf_str(&b));
}

static void errors_json(struct cli *c)
{
    struct buf b = buf_new(c->cx->mem);
    struct json_out j = json_out_new(&b);
    json_begin_object(&j);
    json_key(&j, S("errors"));
    json_begin_array(&j);
    for (const struct err *e = c->cx->errors; e; e = e->next) {
        json_begin_object(&j);
        json_key(&j, S("code")), json_put_str(&j, e->code);
        json_key(&j, S("field")), json_put_str(&j, e->field);
        json_key(&j, S("message")), json_put_str(&j, e->message);
        json_key(&j, S("hint")), json_put_str(&j, e->hint);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_object(&j);
    cli_print(c, buf_str(&b));
}

static void errors_text(struct cli *c)
{
    for (const struct err *e = c->cx->errors; e; e = e->next) {
        fprintf(stderr, "hoptac: " STR_FMT "%s" STR_FMT " [" STR_FMT "]\n", STR_ARG(e->field), e->field.n ? ": " : "",
                STR_ARG(e->message), STR_ARG(e->code));
        if (e->hint.n)
            fprintf(stderr, "        " STR_FMT "\n", STR_ARG(e->hint));
    }
}

int cli_finish(struct cli *c, result r)
{
    if (c->store)
        store_close(c->store);
    c->store = NULL;
    if (!r.ok && c->cx->n_errors == 0)
        (void)fail(c->cx, .kind = ERR_BUG, .code = S("cli.silent"), .message = tr(c->cx, "Something went wrong."));
    if (!r.ok && c->json)
        errors_json(c);
    else if (!r.ok)
        errors_text(c);
    if (fflush(stdout) != 0)
        return err_exit_code(ERR_ENV);
    return r.ok ? 0 : err_exit_code(cx_kind(c->cx));
}

/* ---- finding the verb ---- */

static int words_matched(const char *name, int argc, char **argv)
{
    str rest = str_of(name);
    int k = 0;
    while (rest.n) {
        struct str_cut w = str_cut(rest, ' ');
        if (k >= argc || !str_eq(str_of(argv[k]), w.head))
            return 0;
        k++;
        rest = w.tail;
    }
    return k;
}

static const struct command *find(const struct command *list, int n, int argc, char **argv, int *words)
{
    const struct command *best = NULL;
    for (int i = 0; i < n; i++) {
        int k = words_matched(list[i].name, argc, argv);
        if (k > *words) {
            *words = k;
            best = &list[i];
        }
    }
    return best;
}

static void usage(struct cx *cx, const struct command *own, int n_own, FILE *to)
{
    fprintf(to, "hoptac %s\n\n", HOPTAC_VERSION);
    for (int f = -1; f < n_features; f++) {
        const struct command *list = f < 0 ? own : features[f]->commands;
        int n = f < 0 ? n_own : features[f]->n_commands;
        for (int i = 0; i < n; i++)
            fprintf(to, "  hoptac %-16s %-44s " STR_FMT "\n", list[i].name, list[i].usage,
                    STR_ARG(tr(cx, list[i].summary)));
    }
    str all = tr(cx, "Every command takes --db PATH|URL, --files DIR, --json and --lang vi|en.");
    fprintf(to, "\n  " STR_FMT "\n", STR_ARG(all));
}

static str default_db(struct cx *cx)
{
    str env = os_env(cx->mem, "HOPTAC_DB"), conf;
    if (env.n)
        return env;
    if (os_exists(S("hoptac.conf")) && os_read_file(cx, S("hoptac.conf"), 1 << 16, &conf).ok)
        for (struct str_cut l = str_cut(conf, '\n');; l = str_cut(l.tail, '\n')) {
            struct str_cut kv = str_cut(l.head, '=');
            if (kv.found && str_eq(str_trim(kv.head), S("db")))
                return str_trim(kv.tail);
            if (!l.found)
                break;
        }
    return S("var/hoptac.db");
}

/* var/files beside var/hoptac.db, as in a backup; a database of another name has a folder of its own. */
static str files_beside(const struct cli *c)
{
    str path = store_path(c->db_url), standard = S("hoptac.db");
    bool named = str_ends(path, standard) && (path.n == standard.n || path.s[path.n - standard.n - 1] == '/');
    if (!cli_db_is_file(c))
        return S("var/files");
    return named ? str_fmt(c->cx->mem, STR_FMT "files", STR_ARG(str_sub(path, 0, path.n - standard.n)))
                 : str_fmt(c->cx->mem, STR_FMT ".files", STR_ARG(path));
}

static void common_options(struct cli *c)
{
    str lang;
    c->json = cli_flag(c, "json");
    if (cli_option(c, "lang", &lang))
        c->cx->lang = str_eq(lang, S("en")) ? LANG_EN : LANG_VI;
    c->db_given = cli_option(c, "db", &c->db_url);
    if (!c->db_given)
        c->db_url = default_db(c->cx);
    c->files_given = cli_option(c, "files", &c->files);
    if (!c->files_given)
        c->files = files_beside(c);
}

static int no_such_verb(struct cli *c)
{
    struct buf b = buf_new(c->cx->mem);
    common_options(c);
    for (int i = 0; i < c->n_arg; i++)
        if (c->arg[i])
            buf_fmt(&b, "%s%s", b.n ? " " : "", c->arg[i]);
    return cli_finish(c, fail(c->cx, .kind = ERR_USAGE, .code = S("cli.verb_unknown"),
                              .message = TRF(c->cx, "There is no command {1}.", buf_str(&b)),
                              .hint = tr(c->cx, "See: hoptac --help")));
}

int cli_main(struct cx *cx, int argc, char **argv, const struct command *own, int n_own)
{
    struct cli c = { .cx = cx, .features = features, .n_features = n_features };
    int words = 0;
    cx->actor.local = true;
    cx->actor.scope_id = DB_SCOPE_ALL;
    c.command = find(own, n_own, argc - 1, argv + 1, &words);
    for (int f = 0; f < n_features; f++) {
        const struct command *m = find(features[f]->commands, features[f]->n_commands, argc - 1, argv + 1, &words);
        if (m)
            c.command = m;
    }
    bool help = argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help") || !strcmp(argv[1], "-h"));
    c.arg = argv + 1 + words;
    c.n_arg = argc - 1 - words;
    if (!c.command && (help || argc == 1)) {
        usage(cx, own, n_own, help ? stdout : stderr);
        return help ? 0 : err_exit_code(ERR_USAGE);
    }
    if (!c.command)
        return no_such_verb(&c);
    if (cli_flag(&c, "help")) {
        printf("hoptac %s %s\n\n" STR_FMT "\n", c.command->name, c.command->usage, STR_ARG(tr(cx, c.command->summary)));
        return 0;
    }
    common_options(&c);
    if (cx->n_errors)
        return cli_finish(&c, FAILED);
    return c.command->run(&c);
}
