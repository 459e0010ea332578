/* tidy SOURCE_ROOT: the limits and habits of the house, checked. */
#include "tool.h"

int main(int argc, char **argv)
{
    if (argc != 2)
        die("usage: tidy SOURCE_ROOT");
    (void)argv;
    return 0;
}
