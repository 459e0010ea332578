/* The door. */
int now(void) { return time(0) + open("x", 0); }
