/* Identifiers that devices make: UUIDs as request ids. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include "base/str.h"

/* 8-4-4-4-12 hexadecimal digits, either case, nothing around. */
bool uuid_valid(str a);

#endif
