#ifndef LITTLEO_LANES_H
#define LITTLEO_LANES_H

#include "CKernels.h"
#include <string.h>

// Vectors cross only the boundaries of functions that are always inlined, so the warning about their calling
// convention concerns no call that is ever made.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float floats __attribute__((vector_size(4 * LITTLEO_LANES)));
typedef uint32_t words __attribute__((vector_size(4 * LITTLEO_LANES)));
typedef int32_t integers __attribute__((vector_size(4 * LITTLEO_LANES)));
typedef uint64_t wide __attribute__((vector_size(4 * LITTLEO_LANES)));

// The AVX2 clone has no fused multiply-add and therefore the bits of the baseline; fused arithmetic on every path is
// a decision about all paths at once and must not slip in through one of them.
#if defined(__x86_64__) && defined(__linux__)
#define LITTLEO_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define LITTLEO_CLONES
#endif

static inline __attribute__((always_inline)) floats load(const float *from) {
  floats value;
  memcpy(&value, from, sizeof value);
  return value;
}

static inline __attribute__((always_inline)) void store(float *to, floats value) {
  memcpy(to, &value, sizeof value);
}

// The one reduction order: lane i with lane i + 8, then 4, 2, 1.
static inline __attribute__((always_inline)) float sum(floats v) {
  float part[LITTLEO_LANES];
  store(part, v);
  for (int width = LITTLEO_LANES / 2; width > 0; width /= 2)
    for (int lane = 0; lane < width; lane++) part[lane] += part[lane + width];
  return part[0];
}

#endif
