/* The one allocator. */
void *take(void) { return malloc(1); }
