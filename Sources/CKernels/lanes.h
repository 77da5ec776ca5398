#ifndef LITTLEO_LANES_H
#define LITTLEO_LANES_H

#include "CKernels.h"
#include <string.h>

// Vectors are passed only to functions that are always inlined, so the warning about their calling convention applies
// to no actual call.
#pragma clang diagnostic ignored "-Wpsabi"

#define LITTLEO_INLINE static inline __attribute__((always_inline))

typedef float floats __attribute__((vector_size(4 * LITTLEO_LANES)));
typedef uint32_t words __attribute__((vector_size(4 * LITTLEO_LANES)));
typedef int32_t integers __attribute__((vector_size(4 * LITTLEO_LANES)));
typedef uint64_t wide __attribute__((vector_size(4 * LITTLEO_LANES)));
typedef _Bool flags __attribute__((ext_vector_type(LITTLEO_LANES)));

LITTLEO_INLINE floats load(const float *from) {
  floats value;
  memcpy(&value, from, sizeof value);
  return value;
}

LITTLEO_INLINE words load_words(const uint32_t *from) {
  words value;
  memcpy(&value, from, sizeof value);
  return value;
}

LITTLEO_INLINE void store(float *to, floats value) { memcpy(to, &value, sizeof value); }

LITTLEO_INLINE floats splat(float x) {
  return (floats){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

// a · b + c, rounded once on every path: by an instruction where the path has one, otherwise by fmaf() of the C
// library, which is exact.
LITTLEO_INLINE floats fused(floats a, floats b, floats c) { return __builtin_elementwise_fma(a, b, c); }

LITTLEO_INLINE floats where(integers condition, floats yes, floats no) {
  return (floats)(((words)yes & (words)condition) | ((words)no & ~(words)condition));
}

// max(x, 0), and +0 for −0 and NaN.
LITTLEO_INLINE floats positive_part(floats x) { return (floats)((words)x & (words)(x > 0.0f)); }

LITTLEO_INLINE uint16_t bits(integers condition) {
  flags set = __builtin_convertvector(condition, flags);
  uint16_t result;
  memcpy(&result, &set, sizeof result);
  return result;
}

// The one reduction order over lanes: lane i with lane i + 8, then 4, 2, 1.
LITTLEO_INLINE float sum(floats v) {
  float part[LITTLEO_LANES];
  store(part, v);
  for (int width = LITTLEO_LANES / 2; width > 0; width /= 2)
    for (int lane = 0; lane < width; lane++) part[lane] += part[lane + width];
  return part[0];
}

LITTLEO_INLINE float least_lane(floats v) {
  float part[LITTLEO_LANES];
  store(part, v);
  for (int width = LITTLEO_LANES / 2; width > 0; width /= 2)
    for (int lane = 0; lane < width; lane++)
      part[lane] = part[lane] < part[lane + width] ? part[lane] : part[lane + width];
  return part[0];
}

#endif
