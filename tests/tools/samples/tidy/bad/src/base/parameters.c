/* Seven. */
void six(int a, int b, int c, int d, int e, int (*f)(int, int)) {}
void seven(int a, int b, int c, int d, int e, int (*f)(int, int), int g) {}
