static const struct menu menu[] = {
    { "/sales", T("Sales"), CAP_X, 1, true },
    { "/returns", T("Returns"), CAP_X, 2, true },
};
