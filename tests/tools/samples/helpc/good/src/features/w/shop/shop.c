/* { "/in/a/comment" } */
static const struct menu menu[] = {
    { "/orgs/:org/sales", T("Sales"), CAP_X, 1, true },
    { .path = "/orgs/:org/sales/new", .label = T("/not/a/path"), .cap = CAP_X },
};
void draw(const struct menu *m) { use(m, "/elsewhere"); }
