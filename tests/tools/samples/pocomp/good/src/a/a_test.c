void t(void) { tr(cx, "only in a test"); }
