#include "paths.h"

void littleo_philox(const uint32_t *counter, const uint32_t *key, uint32_t *output) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)LITTLEO_PHILOX_MULTIPLIER_0 * c0, p1 = (uint64_t)LITTLEO_PHILOX_MULTIPLIER_1 * c2;
    uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    c0 = n0;
    c2 = n2;
    k0 += LITTLEO_PHILOX_WEYL_0;
    k1 += LITTLEO_PHILOX_WEYL_1;
  }
  output[0] = c0;
  output[1] = c1;
  output[2] = c2;
  output[3] = c3;
}
