#include "CKernels.h"
#include "lanes.h"

#pragma STDC FP_CONTRACT OFF

LITTLEO_CLONES
void littleo_dots(float *out, const float *patches, size_t patchCount, const float *weights,
                  const int32_t *neurons, size_t neuronCount, size_t stride) {
  // Two patches against two neurons at a time: each loaded vector is used twice. The sums of a pair do not depend on
  // how the pairs are tiled, so a neuron's result is the same in any company.
  for (size_t i = 0; i < neuronCount; i += 2) {
    const float *w0 = weights + (size_t)neurons[i] * stride;
    const float *w1 = i + 1 < neuronCount ? weights + (size_t)neurons[i + 1] * stride : w0;
    for (size_t p = 0; p < patchCount; p += 2) {
      const float *x0 = patches + p * stride;
      const float *x1 = p + 1 < patchCount ? x0 + stride : x0;
      floats s00 = {0}, s01 = {0}, s10 = {0}, s11 = {0};
      for (size_t j = 0; j < stride; j += LITTLEO_LANES) {
        floats a = load(x0 + j), b = load(x1 + j), c = load(w0 + j), e = load(w1 + j);
        s00 += a * c;
        s01 += a * e;
        s10 += b * c;
        s11 += b * e;
      }
      out[p * neuronCount + i] = sum(s00);
      if (i + 1 < neuronCount) out[p * neuronCount + i + 1] = sum(s01);
      if (p + 1 < patchCount) {
        out[(p + 1) * neuronCount + i] = sum(s10);
        if (i + 1 < neuronCount) out[(p + 1) * neuronCount + i + 1] = sum(s11);
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
