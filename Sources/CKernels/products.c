#include "CKernels.h"
#include "lanes.h"

#pragma STDC FP_CONTRACT OFF

// Patches that stay in the second-level cache while all neurons pass over them.
enum { patchBlock = 32 };

static inline size_t least(size_t a, size_t b) { return a < b ? a : b; }

LITTLEO_CLONES
void littleo_dots(float *out, const float *patches, size_t patchCount, const float *weights,
                  const int32_t *neurons, const int32_t *audible, size_t neuronCount, size_t stride) {
  // Two patches against two neurons at a time: each loaded vector is used twice. The sums of a pair do not depend on
  // how the pairs are tiled, so a neuron's result is the same in any company.
  for (size_t block = 0; block < patchCount; block += patchBlock) {
    size_t blockEnd = least(block + patchBlock, patchCount);
    for (size_t i = 0; i < neuronCount; i += 2) {
      size_t j = i + 1 < neuronCount ? i + 1 : i;
      size_t most = (size_t)(audible[i] > audible[j] ? audible[i] : audible[j]);
      size_t end = least(blockEnd, most);
      const float *w0 = weights + (size_t)neurons[i] * stride;
      const float *w1 = weights + (size_t)neurons[j] * stride;
      for (size_t p = block; p < end; p += 2) {
        size_t q = p + 1 < end ? p + 1 : p;
        const float *x0 = patches + p * stride, *x1 = patches + q * stride;
        floats s00 = {0}, s01 = {0}, s10 = {0}, s11 = {0};
        for (size_t c = 0; c < stride; c += LITTLEO_LANES) {
          floats a = load(x0 + c), b = load(x1 + c), u = load(w0 + c), v = load(w1 + c);
          s00 += a * u;
          s01 += a * v;
          s10 += b * u;
          s11 += b * v;
        }
        // Where a pair has one member only, it was computed twice, and is written twice with the same bits.
        out[q * neuronCount + j] = sum(s11);
        out[q * neuronCount + i] = sum(s10);
        out[p * neuronCount + j] = sum(s01);
        out[p * neuronCount + i] = sum(s00);
      }
    }
  }
}

LITTLEO_CLONES
void littleo_update(float *weight, const float *patches, const int32_t *rows, const float *coefficients,
                    size_t count, size_t stride, float norms[2]) {
  floats moved = {0}, total = {0};
  size_t j = 0;
  for (; j + 4 * LITTLEO_LANES <= stride; j += 4 * LITTLEO_LANES) {
    floats change[4] = {{0}, {0}, {0}, {0}};
    for (size_t n = 0; n < count; n++) {
      const float *x = patches + (size_t)rows[n] * stride + j;
      for (int part = 0; part < 4; part++) change[part] += coefficients[n] * load(x + part * LITTLEO_LANES);
    }
    for (int part = 0; part < 4; part++) {
      floats w = load(weight + j + part * LITTLEO_LANES) + change[part];
      store(weight + j + part * LITTLEO_LANES, w);
      moved += change[part] * change[part];
      total += w * w;
    }
  }
  for (; j < stride; j += LITTLEO_LANES) {
    floats change = {0};
    for (size_t n = 0; n < count; n++) change += coefficients[n] * load(patches + (size_t)rows[n] * stride + j);
    floats w = load(weight + j) + change;
    store(weight + j, w);
    moved += change * change;
    total += w * w;
  }
  norms[0] = sum(moved);
  norms[1] = sum(total);
}

LITTLEO_CLONES
float littleo_squared_norm(const float *weight, size_t stride) {
  floats total = {0};
  for (size_t j = 0; j < stride; j += LITTLEO_LANES) {
    floats w = load(weight + j);
    total += w * w;
  }
  return sum(total);
}
