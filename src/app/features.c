/* The list of rooms as a table, and the registry of voucher kinds made from it. */
#include "app/app_features.h"
#include "app/demo_work.h"
#include "features/trust/hooks/hooks.h"

#include <assert.h>

#define FEATURE(wing, name) extern const struct feature name##_feature;
#include "app/features.def"
#undef FEATURE

const struct feature *const features[] = {
#define FEATURE(wing, name) &name##_feature,
#include "app/features.def"
#undef FEATURE
};
const int n_features = sizeof features / sizeof *features;

enum { KINDS_MAX = 128 };

void app_register_kinds(void)
{
    static const struct voucher_kind *list[KINDS_MAX];
    int n = 0;
    for (int f = 0; f < n_features; f++)
        for (int i = 0; i < features[f]->n_kinds; i++) {
            assert(n < KINDS_MAX);
            list[n++] = &features[f]->kinds[i];
        }
    voucher_set_kinds(list, n);
    notice_set_teller(hook_tell);
}

result app_load_reference(struct cx *cx, struct store *s)
{
    for (int f = 0; f < n_features; f++)
        if (features[f]->load_reference)
            TRY(features[f]->load_reference(cx, s));
    return OK;
}

result app_load_demo(struct cx *cx, struct store *s)
{
    for (int f = 0; f < n_features; f++)
        if (features[f]->load_demo)
            TRY(features[f]->load_demo(cx, s));
    return demo_work(cx, s);
}
