/* What every room declares about people, in a reader's words. Nothing here reads a database: the register is the
   program's own, the same for every organisation. */
#include "features/trust/privacy/privacy_fields.h"

#include "base/text.h"
#include "web/data.h"
#include "web/help.h"

const char *const personal_end_name[N_PERSONAL_END] = { "goes", "law", "stays", "timed" };

str personal_end_label(const struct cx *cx, enum personal_end end)
{
    static const char *const label[N_PERSONAL_END] = {
        [PERSONAL_GOES] = T("goes at once"),
        [PERSONAL_LAW] = T("goes when the vouchers need no longer be kept"),
        [PERSONAL_STAYS] = T("stays: it says nothing without the name"),
        [PERSONAL_TIMED] = T("not about members and partners: ends by its own time"),
    };
    return tr(cx, label[end]);
}

static str title_of(const struct cx *cx, const struct feature *f)
{
    const struct help_topic *t = help_topic_find(str_of(f->name));
    return t ? str_of(t->section[0].title[cx->lang]) : tr(cx, "The program as a whole");
}

static struct privacy_field in_words(const struct cx *cx, const struct feature *f, const struct personal_field *p)
{
    return (struct privacy_field){ .room = str_of(f->name),
                                   .room_title = title_of(cx, f),
                                   .table = str_of(p->table),
                                   .column = str_of(p->column),
                                   .name = tr(cx, p->name),
                                   .purpose = tr(cx, p->purpose),
                                   .basis = tr(cx, p->basis),
                                   .readers = tr(cx, p->readers),
                                   .retention = tr(cx, p->retention),
                                   .erasure = personal_end_label(cx, p->end),
                                   .is_sealed = p->encrypted,
                                   .end = p->end };
}

static bool matches(struct arena *mem, const struct privacy_field *p, const struct privacy_field_filter *f)
{
    size_t mark = arena_mark(mem);
    const str all[] = { p->room_title, p->table, p->column, p->name, p->purpose, p->basis, p->readers, p->retention };
    bool found = str_find(text_fold(mem, str_join(mem, all, COUNT(all), S(" "))), text_fold(mem, f->q)) >= 0;
    arena_reset(mem, mark);
    return found && (!f->room.n || str_eq(f->room, p->room)) &&
           (!f->end.n || str_eq(f->end, str_of(personal_end_name[p->end])));
}

int privacy_fields(struct cx *cx, const struct privacy_field_filter *f, struct privacy_field **out)
{
    int n = 0, most = 0;
    for (int r = 0; r < n_features; r++)
        most += features[r]->n_personal;
    *out = new (cx->mem, struct privacy_field, most);
    for (int r = 0; r < n_features; r++)
        for (int i = 0; i < features[r]->n_personal; i++) {
            (*out)[n] = in_words(cx, features[r], &features[r]->personal[i]);
            n += matches(cx->mem, &(*out)[n], f);
        }
    return n;
}

static const struct data_field field_data[] = {
    DATA(privacy_field, room),      DATA(privacy_field, table),
    DATA(privacy_field, column),    DATA(privacy_field, name),
    DATA(privacy_field, purpose),   DATA(privacy_field, basis),
    DATA(privacy_field, readers),   DATA(privacy_field, retention),
    DATA(privacy_field, is_sealed), DATA_WORD("erasure", privacy_field, end, personal_end_name),
};
const struct data privacy_field_data = DATA_OF(privacy_field, field_data);
