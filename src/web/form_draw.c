/* Draws fields: label above, help under it, the error in words at the field and again in the summary. Nothing that
   the browser would check by itself is asked of it: it would speak its own language and stop at the first mistake. */
#include "web/form_draw.h"

#include <assert.h>

void form_attr(struct html *h, const char *name, str value)
{
    html_raw(h, S(" "));
    html_raw(h, str_of(name));
    html_raw(h, S("=\""));
    html_put(h, value);
    html_raw(h, S("\""));
}

static void attr_id(struct html *h, const char *attr, const char *prefix, str name)
{
    form_attr(h, attr, str_fmt(h->cx->mem, "%s-" STR_FMT, prefix, STR_ARG(name)));
}

const struct err *form_error_at(const struct cx *cx, str name)
{
    for (const struct err *e = cx->errors; e; e = e->next)
        if (str_eq(e->field, name))
            return e;
    return NULL;
}

void form_draw_error(struct html *h, str name)
{
    const struct err *e = form_error_at(h->cx, name);
    if (!e)
        return;
    html_raw(h, S("<p class=\"field-error\""));
    attr_id(h, "id", "e", name);
    html_raw(h, S(">"));
    html_put(h, e->message);
    if (e->hint.n) {
        html_raw(h, S(" "));
        html_put(h, e->hint);
    }
    html_raw(h, S("</p>"));
}

static bool in_row(const struct form_input *in) { return str_starts(in->name, S("row-")); }

static bool has_help(const struct form_input *in) { return in->f->help && in->f->help[0] && !in_row(in); }

static void draw_help(struct html *h, const struct form_input *in)
{
    if (!has_help(in))
        return;
    html_raw(h, S("<p class=\"field-help\""));
    attr_id(h, "id", "h", in->name);
    html_raw(h, S(">"));
    html_put(h, tr(h->cx, in->f->help));
    html_raw(h, S("</p>"));
}

void form_draw_label(struct html *h, const struct form_input *in)
{
    html_raw(h, S("<label"));
    attr_id(h, "for", "f", in->name);
    html_raw(h, S(">"));
    html_put(h, form_label(h->cx, in->f));
    if (!in->f->required && !in->f->depends && in->f->type != FIELD_BOOL && !in_row(in)) {
        html_raw(h, S(" <span class=\"optional\">"));
        html_put(h, tr(h->cx, "(optional)"));
        html_raw(h, S("</span>"));
    }
    html_raw(h, S("</label>"));
}

/* ---- the input itself ---- */

static void describe(struct html *h, const struct form_input *in)
{
    bool wrong = form_error_at(h->cx, in->name) != NULL, help = has_help(in);
    form_attr(h, "name", in->name);
    attr_id(h, "id", "f", in->name);
    if (in->f->required && in->f->type != FIELD_BOOL)
        form_attr(h, "aria-required", S("true"));
    if (wrong)
        form_attr(h, "aria-invalid", S("true"));
    if (wrong && help)
        form_attr(h, "aria-describedby",
                  str_fmt(h->cx->mem, "e-" STR_FMT " h-" STR_FMT, STR_ARG(in->name), STR_ARG(in->name)));
    else if (wrong || help)
        attr_id(h, "aria-describedby", wrong ? "e" : "h", in->name);
}

static str autocomplete(const struct field *f)
{
    static const struct {
        str name, value;
    } known[] = { { LIT("login"), LIT("username") },
                  { LIT("password"), LIT("current-password") },
                  { LIT("new_password"), LIT("new-password") },
                  { LIT("new_password_again"), LIT("new-password") } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(str_of(f->name), known[i].name))
            return known[i].value;
    return S("off");
}

static void draw_text(struct html *h, const struct form_input *in, str type, str mode)
{
    html_raw(h, S("<input"));
    form_attr(h, "type", type);
    describe(h, in);
    if (mode.n)
        form_attr(h, "inputmode", mode);
    if (in->f->type == FIELD_DATE)
        form_attr(h, "placeholder", tr(h->cx, "dd/mm/yyyy"));
    if (in->list.n)
        form_attr(h, "list", in->list);
    if (in->f->type != FIELD_PASSWORD && in->f->type != FIELD_FILE)
        form_attr(h, "value", in->value);
    if (in->f->accept)
        form_attr(h, "accept", str_of(in->f->accept));
    if (in->f->camera)
        form_attr(h, "capture", S("environment"));
    if (in->f->type != FIELD_FILE)
        form_attr(h, "autocomplete", autocomplete(in->f));
    if (in->f->pick)
        form_attr(h, "data-pick", str_of(in->f->pick));
    if (in->f->type == FIELD_MONEY || in->f->type == FIELD_QTY || in->f->total)
        form_attr(h, "data-kind", in->f->type == FIELD_MONEY ? S("money") : S("qty"));
    html_raw(h, S(">"));
}

static void draw_area(struct html *h, const struct form_input *in)
{
    html_raw(h, S("<textarea rows=\"4\""));
    describe(h, in);
    html_raw(h, S(">\n")); /* browsers drop the first line end */
    html_put(h, in->value);
    html_raw(h, S("</textarea>"));
}

static void draw_switch(struct html *h, const struct form_input *in)
{
    html_raw(h, S("<input type=\"checkbox\" value=\"1\""));
    describe(h, in);
    if (in->value.n && !str_eq(in->value, S("0")))
        html_raw(h, S(" checked"));
    html_raw(h, S(">"));
}

static void draw_option(struct html *h, str value, str text, bool selected)
{
    html_raw(h, S("<option"));
    form_attr(h, "value", value);
    if (selected)
        html_raw(h, S(" selected"));
    html_raw(h, S(">"));
    html_put(h, text);
    html_raw(h, S("</option>"));
}

static void draw_select(struct html *h, const struct form_input *in)
{
    const struct field *f = in->f;
    /* A required static choice shows its first entry; everything else begins with none, so that nobody sends one
       unseen. */
    bool blank = !f->required || in->c || f->type == FIELD_ID;
    html_raw(h, S("<select"));
    describe(h, in);
    html_raw(h, S(">"));
    if (blank)
        draw_option(h, S(""), S("–"), !in->value.n);
    for (int i = 0; i < f->n_options && !in->c; i++) {
        str v = str_of(f->options[i].value);
        if (v.n || !blank)
            draw_option(h, v, tr(h->cx, f->options[i].label), str_eq(v, in->value));
    }
    for (int i = 0; i < in->n_choice; i++)
        draw_option(h, in->c[i].value, in->c[i].label, str_eq(in->c[i].value, in->value));
    html_raw(h, S("</select>"));
}

void form_draw_input(struct html *h, const struct form_input *in)
{
    switch (in->f->type) {
    case FIELD_TEXT:
        if (in->c)
            draw_select(h, in);
        else
            draw_text(h, in, S("text"), in->f->total ? S("decimal") : S(""));
        break;
    case FIELD_AREA:
        draw_area(h, in);
        break;
    case FIELD_INT:
    case FIELD_MONEY:
        draw_text(h, in, S("text"), S("numeric"));
        break;
    case FIELD_DATE:
        draw_text(h, in, S("text"), S(""));
        break;
    case FIELD_QTY:
        draw_text(h, in, S("text"), S("decimal"));
        break;
    case FIELD_PASSWORD:
        draw_text(h, in, S("password"), S(""));
        break;
    case FIELD_FILE:
        draw_text(h, in, S("file"), S(""));
        break;
    case FIELD_BOOL:
        draw_switch(h, in);
        break;
    case FIELD_ID:
    case FIELD_CHOICE:
        draw_select(h, in);
        break;
    }
}

/* ---- fields ---- */

static const struct field *field_named(const struct form *f, const char *name)
{
    for (int i = 0; i < f->n_fields; i++)
        if (!strcmp(f->fields[i].name, name))
            return &f->fields[i];
    assert(name == NULL); /* the form has no field of that name */
    return NULL;
}

static str typed_or_stored(struct html *h, const struct field *f, const void *in, const struct request *rq)
{
    const struct pair *p = rq && rq->method == METHOD_POST ? rq->form : rq ? rq->query : NULL;
    int n = rq && rq->method == METHOD_POST ? rq->n_form : rq ? rq->n_query : 0;
    str name = str_of(f->name);
    for (int i = 0; i < n; i++)
        if (str_eq(p[i].name, name))
            return f->type == FIELD_PASSWORD ? (str){ 0 } : p[i].value;
    /* an unchecked box is not sent at all */
    if (f->type == FIELD_BOOL && rq && rq->method == METHOD_POST)
        return (str){ 0 };
    return form_value_text(h->cx, f, in);
}

static void draw_field(struct html *h, const struct form_input *in)
{
    bool check = in->f->type == FIELD_BOOL;
    html_raw(h, check ? S("<div class=\"field field-check\">") : S("<div class=\"field\">"));
    if (check) {
        html_raw(h, S("<label>"));
        form_draw_input(h, in);
        html_put(h, form_label(h->cx, in->f));
        html_raw(h, S("</label>"));
    } else {
        form_draw_label(h, in);
        form_draw_input(h, in);
    }
    form_draw_error(h, in->name);
    draw_help(h, in);
    html_raw(h, S("</div>"));
}

/* A warning was given, or is answered already. */
static bool warned(const struct cx *cx, str typed)
{
    bool yes = typed.n > 0 && !str_eq(typed, S("0"));
    for (const struct err *e = cx->errors; e; e = e->next)
        yes = yes || str_ends(e->code, S(".similar")) || str_ends(e->code, S(".duplicate"));
    return yes;
}

void form_field(struct html *h, const struct form *f, const char *name, const void *in, const struct request *rq)
{
    const struct field *field = field_named(f, name);
    str value = typed_or_stored(h, field, in, rq);
    if (!field->confirm || warned(h->cx, value))
        draw_field(h, &(struct form_input){ .f = field, .name = str_of(name), .value = value });
}

void form_all(struct html *h, const struct form *f, const void *in, const struct request *rq)
{
    for (int i = 0; i < f->n_fields; i++)
        form_field(h, f, f->fields[i].name, in, rq);
}

void form_select(struct html *h, const struct form *f, const char *name, const struct choice *c, int n, str selected)
{
    static const struct choice none;
    draw_field(
        h, &(struct form_input){
               .f = field_named(f, name), .name = str_of(name), .value = selected, .c = n ? c : &none, .n_choice = n });
}

void form_cell(struct html *h, const struct form *f, const struct form_cell *c)
{
    str name = form_row_key(h->cx->mem, c->row, c->field);
    const struct field *field = form_field_of(f, name);
    assert(field != NULL);
    html_raw(h, S("<label class=\"unseen\""));
    attr_id(h, "for", "f", name);
    html_raw(h, S(">"));
    html_put(h, c->label);
    html_raw(h, S("</label>"));
    form_draw_input(h, &(struct form_input){ .f = field, .name = name, .value = c->value });
    form_draw_error(h, name);
}

void form_draw_list(struct html *h, str id, const struct choice *c, int n)
{
    html_raw(h, S("<datalist"));
    form_attr(h, "id", id);
    html_raw(h, S(">"));
    for (int i = 0; i < n; i++) {
        html_raw(h, S("<option"));
        form_attr(h, "value", c[i].value);
        html_raw(h, S(">"));
        html_put(h, c[i].label);
        html_raw(h, S("</option>"));
    }
    html_raw(h, S("</datalist>"));
}

void form_pick(struct html *h, const struct form *f, const struct request *rq, const struct form_suggest *s)
{
    const struct field *field = field_named(f, s->name);
    str typed = typed_or_stored(h, field, NULL, rq), id = str_fmt(h->cx->mem, "l-%s-%s", f->name, s->name);
    form_draw_list(h, id, s->c, s->n);
    draw_field(h, &(struct form_input){
                      .f = field, .name = str_of(s->name), .value = typed.n ? typed : s->value, .list = id });
}

/* ---- summary ---- */

static str row_prefix(struct html *h, str field)
{
    int64_t row;
    str number = str_cut(str_sub(field, 4, field.n), '-').head;
    if (!str_starts(field, S("row-")) || !str_to_i64(number, &row))
        return (str){ 0 };
    return TRF(h->cx, "Row {1}: ", str_from_i64(h->cx->mem, row + 1));
}

static void summary_line(struct html *h, const struct err *e)
{
    html_raw(h, S("<li>"));
    if (e->field.n) {
        html_raw(h, S("<a"));
        form_attr(h, "href", str_fmt(h->cx->mem, "#f-" STR_FMT, STR_ARG(e->field)));
        html_raw(h, S(">"));
    }
    html_put(h, row_prefix(h, e->field));
    html_put(h, e->message);
    if (e->field.n)
        html_raw(h, S("</a>"));
    if (e->hint.n) {
        html_raw(h, S(" "));
        html_put(h, e->hint);
    }
    html_raw(h, S("</li>"));
}

void form_errors(struct html *h)
{
    if (!h->cx->errors)
        return;
    html_raw(h, S("<div class=\"error-summary\" role=\"alert\" id=\"errors\" tabindex=\"-1\"><h2>"));
    html_put(h, tr(h->cx, "Nothing was saved yet. Please check:"));
    html_raw(h, S("</h2><ul>"));
    for (const struct err *e = h->cx->errors; e; e = e->next)
        summary_line(h, e);
    html_raw(h, S("</ul></div>"));
}
