const char *t[] = { T("{1} of {2}"), T("All"), T("{1} kg") };
