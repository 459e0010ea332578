const char *t = T("Share");
