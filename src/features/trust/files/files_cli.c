/* file add, list, get; note add; tag add, remove. A record is named by what people call it: the number of a voucher,
   the code of a member, partner, item or organisation. */
#include "features/trust/files/files_parts.h"
#include "features/people/organisations/organisations.h"
#include "features/trust/files/content.h"
#include "files.sql.h"

#include "base/json.h"
#include "cli/cli.h"
#include "os/os.h"

struct job {
    str org_code, name; /* what the record is called */
    const char *option; /* "voucher" … */
    struct organisation org;
    struct record of;
    struct record_files files;
    struct file_ready ready;
    struct note_in note;
    str tag;
    bool remove;
    struct file_content_at at;
    struct file_stored stored;
    int64_t id;
};

/* ---- which record ---- */

static const struct {
    const char *option, *subject;
} named[] = { { "voucher", "voucher" },
              { "member", "party" },
              { "partner", "party" },
              { "item", "item" },
              { "organisation", "organisation" } };

static void read_record(struct cli *c, struct job *j)
{
    int n = 0;
    j->org_code = cli_required(c, "org");
    for (int i = 0; i < COUNT(named); i++)
        if (cli_option(c, named[i].option, &j->name)) {
            j->option = named[i].option;
            j->of.subject = str_of(named[i].subject);
            n++;
        }
    if (n != 1)
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.record"), .field = S("record"),
                   .message = tr(c->cx, "Name one record: --voucher, --member, --partner, --item or --organisation."));
}

/* "PC2026-00012": book, year, number. */
static bool number_parts(str text, struct record_voucher_numbered_args *out)
{
    struct str_cut cut = str_cut(text, '-');
    ptrdiff_t n = cut.head.n - 4;
    if (!cut.found || n < 1 || !str_to_i64(cut.tail, &out->number))
        return false;
    out->book = str_sub(cut.head, 0, n);
    return str_to_i64(str_sub(cut.head, n, cut.head.n), &out->year);
}

static result find_id(struct cx *cx, struct db *db, struct job *j)
{
    struct record_voucher_numbered v = { 0 };
    struct record_voucher_numbered_args q = { .org_id = j->org.org_id };
    struct record_party_coded p = { 0 };
    struct record_item_coded i = { 0 };
    struct organisation o = { 0 };
    bool found = false;
    if (str_eq(j->of.subject, S("voucher")) && number_parts(j->name, &q))
        TRY(record_voucher_numbered(db, q, &v, &found));
    else if (str_eq(j->of.subject, S("party")))
        TRY(record_party_coded(db, (struct record_party_coded_args){ j->org.org_id, j->name }, &p, &found));
    else if (str_eq(j->of.subject, S("item")))
        TRY(record_item_coded(db, (struct record_item_coded_args){ j->org.org_id, j->name }, &i, &found));
    else if (str_eq(j->of.subject, S("organisation"))) {
        TRY(org_by_code(cx, db, j->name, &o));
        found = true;
    }
    j->of.id = v.id + p.id + i.id + o.org_id; /* of the one that was asked */
    if (found)
        return OK;
    return fail(cx, .kind = ERR_NOT_FOUND, .code = S("record.not_found"), .field = str_of(j->option),
                .message = TRF(cx, "There is no record {1}.", j->name));
}

static result find_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    TRY(org_by_code(cx, db, j->org_code, &j->org));
    j->of.org_id = j->org.org_id;
    return find_id(cx, db, j);
}

static result open_record(struct cli *c, struct job *j)
{
    TRY(cli_done(c));
    TRY(cli_open(c));
    return store_read(c->store, c->cx, DB_SCOPE_ALL, find_work, j);
}

/* ---- verbs ---- */

static str base_name(str path)
{
    ptrdiff_t at = path.n;
    while (at > 0 && path.s[at - 1] != '/')
        at--;
    return str_sub(path, at, path.n);
}

static str request_of(struct cli *c)
{
    str id = { 0 };
    return cli_option(c, "request-id", &id) ? id : os_uuid7(c->cx->mem);
}

static result add_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return file_add(cx, db, &j->ready, &j->id);
}

static int cmd_file_add(struct cli *c)
{
    struct job j = { 0 };
    struct file_in in = { .request_id = request_of(c), .is_open = cli_flag(c, "open") };
    (void)cli_option(c, "caption", &in.caption);
    read_record(c, &j);
    str path = cli_positional(c, "FILE");
    result r = open_record(c, &j);
    if (r.ok)
        r = os_read_file(c->cx, path, (size_t)FILE_BYTES_MAX * 2, &in.bytes);
    in.name = base_name(path), in.of = j.of;
    if (r.ok)
        r = file_prepare(c->cx, c->store, &in, "FILE", &j.ready);
    if (r.ok)
        r = store_write(c->store, c->cx, &j.of.org_id, 1, add_work, &j);
    if (r.ok && c->json)
        cli_object(c, CLI_ROW("id", j.id), CLI_STR("name", j.ready.name), CLI_STR("media", j.ready.media),
                   CLI_I64("n_bytes", j.ready.n_bytes));
    else if (r.ok)
        cli_print(c, TRF(c->cx, "{1} is added as number {2}.", j.ready.name, str_from_i64(c->cx->mem, j.id)));
    return cli_finish(c, r);
}

static result list_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return record_read(cx, db, j->of, false, &j->files);
}

static void print_list(struct cli *c, const struct job *j)
{
    struct cx *cx = c->cx;
    for (int i = 0; i < j->files.n_file; i++) {
        const struct file_row *f = &j->files.file[i];
        str about =
            f->withdrawn_at ? withdrawn_text(cx, f->withdrawn_at, f->withdrawn_by, f->withdrawn_reason) : f->caption;
        cli_printf(c, "%lld  " STR_FMT "  " STR_FMT "\n", (long long)f->id, STR_ARG(f->name), STR_ARG(about));
    }
    for (int i = 0; i < j->files.n_note; i++)
        cli_print(c, j->files.note[i].words);
    for (int i = 0; i < j->files.n_tag; i++)
        if (!j->files.tag[i].removed_at)
            cli_printf(c, "#" STR_FMT "\n", STR_ARG(j->files.tag[i].tag));
}

static int cmd_file_list(struct cli *c)
{
    struct job j = { 0 };
    struct buf b = buf_new(c->cx->mem);
    struct json_out o = json_out_new(&b);
    read_record(c, &j);
    result r = open_record(c, &j);
    if (r.ok)
        r = store_read(c->store, c->cx, DB_SCOPE_ALL, list_work, &j);
    if (r.ok && c->json) {
        data_put(c->cx, &o, &record_files_data, &j.files);
        cli_print(c, buf_str(&b));
    } else if (r.ok)
        print_list(c, &j);
    return cli_finish(c, r);
}

static result get_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return file_find(cx, db, &j->at, &j->stored);
}

static result get(struct cli *c, struct job *j, str out, str *bytes)
{
    TRY(open_record(c, j));
    j->at.of = j->of;
    TRY(store_read(c->store, c->cx, DB_SCOPE_ALL, get_work, j));
    TRY(content_get(c->cx, c->store, j->of.org_id, j->stored.hash, bytes));
    return out.n ? os_write_file_durable(c->cx, out, *bytes) : OK;
}

static int cmd_file_get(struct cli *c)
{
    struct job j = { 0 };
    str id, out = { 0 }, bytes = { 0 };
    read_record(c, &j);
    id = cli_required(c, "id");
    (void)cli_option(c, "out", &out);
    if (id.n && !str_to_i64(id, &j.at.id))
        (void)fail(c->cx, .kind = ERR_USAGE, .code = S("cli.number"), .field = S("id"),
                   .message = TRF(c->cx, "{1} is not a number.", id));
    result r = get(c, &j, out, &bytes);
    if (r.ok && !out.n)
        cli_write(c, bytes);
    else if (r.ok && c->json)
        cli_object(c, CLI_STR("out", out), CLI_STR("name", j.stored.name), CLI_STR("media", j.stored.media),
                   CLI_I64("n_bytes", j.stored.n_bytes));
    return cli_finish(c, r);
}

static result note_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return note_add(cx, db, &j->note, &j->id);
}

static int cmd_note_add(struct cli *c)
{
    struct job j = { .note = { .request_id = request_of(c), .is_open = cli_flag(c, "open") } };
    read_record(c, &j);
    j.note.words = cli_required(c, "words");
    result r = open_record(c, &j);
    j.note.of = j.of;
    if (r.ok)
        r = store_write(c->store, c->cx, &j.of.org_id, 1, note_work, &j);
    if (r.ok && c->json)
        cli_object(c, CLI_ROW("id", j.id));
    else if (r.ok)
        cli_print(c, tr(c->cx, "The note is added."));
    return cli_finish(c, r);
}

static result tag_work(struct cx *cx, struct db *db, void *arg)
{
    struct job *j = arg;
    return j->remove ? tag_remove(cx, db, j->of, j->tag) : tag_add(cx, db, j->of, j->tag);
}

static int tag(struct cli *c, bool remove)
{
    struct job j = { .remove = remove };
    read_record(c, &j);
    j.tag = cli_positional(c, "TAG");
    result r = open_record(c, &j);
    if (r.ok)
        r = store_write(c->store, c->cx, &j.of.org_id, 1, tag_work, &j);
    if (r.ok && c->json)
        cli_object(c, CLI_STR("tag", j.tag));
    else if (r.ok)
        cli_print(c, remove ? tr(c->cx, "The tag is removed.") : tr(c->cx, "The tag is added."));
    return cli_finish(c, r);
}

static int cmd_tag_add(struct cli *c) { return tag(c, false); }
static int cmd_tag_remove(struct cli *c) { return tag(c, true); }

#define RECORD "--org CODE --voucher NUMBER|--member|--partner|--item|--organisation CODE"
const struct command files_commands[N_FILES_COMMANDS] = {
    { "file add", RECORD " FILE [--caption TEXT] [--open]", T("Add a photo or PDF to a record"), cmd_file_add },
    { "file list", RECORD, T("Files, notes and tags of a record"), cmd_file_list },
    { "file get", RECORD " --id ID [--out PATH]", T("Write out one file"), cmd_file_get },
    { "note add", RECORD " --words TEXT [--open]", T("Add a note to a record"), cmd_note_add },
    { "tag add", RECORD " TAG", T("Add a tag to a record"), cmd_tag_add },
    { "tag remove", RECORD " TAG", T("Remove a tag from a record"), cmd_tag_remove },
};
