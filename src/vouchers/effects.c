/* The effect registry, and the one helper all effects share. */
#include "vouchers/effect.h"

const struct effect_ops *const effects[] = {
#define EFFECT(name) &effect_##name,
#include "vouchers/effects.def"
#undef EFFECT
};
const int n_effects = sizeof effects / sizeof *effects;

str effect_field(struct cx *cx, const char *list, int i, const char *field)
{
    return str_fmt(cx->mem, "%s[%d].%s", list, i, field);
}
