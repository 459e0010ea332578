void f(void)
{
    tr(cx, "Here");
    TRF(cx, "There {1}", a);
}
const char *t = T("Everywhere");
