/* One simulated life of a store, from one seed: random work, faults, power cuts, and a comparison with the model after
   each. */
#ifndef TESTS_SIM_SIM_H
#define TESTS_SIM_SIM_H

#include "tests/sim/work.h"

struct sim_tally { /* what the runs met, so that a test can see that they met anything */
    int64_t saved, refused, uncertain, cuts, came_back, replayed;
};

void sim_begin(void); /* makes the image that every run starts from */
void sim_end(void);
/* NULL, or what is wrong; the text is valid until the next run. Same seed, same run. */
const char *sim_run(uint64_t seed, enum sim_bug bug, struct sim_tally *tally);

#endif
