/* tr(cx, "in a comment") */
#define T(english) english
static const char *names[] = { T("One"), T("Two "
                                           "parts") };
const char *quote = "tr(cx, \"in a literal\")";
void f(void)
{
    tr(cx, "Only {1} of {2}");
    TRF(cx, "Tab\tand \"quotes\"", a, "not a sentence");
    tr(cx, names[0]);
    tr(cx, odd ? "Odd" : "Even");
    tr_lang(LANG_VI, /* why */ "Forced");
    retr(cx, "not tr");
    tr(cx, kind_of("nested, not a sentence"));
}
