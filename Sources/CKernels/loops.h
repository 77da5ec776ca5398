// The hot loops. Each path includes this file once, with its own instructions, tile of patches and tile of panels:
// LITTLEO_NAME(loop) names the path's copy, LITTLEO_PATCH_TILE × LITTLEO_PANEL_TILE accumulators fit its registers, as do
// LITTLEO_UPDATE_TILE coordinates of an update. With many registers, LITTLEO_WIDE_UPDATE_TILE of at most 16 fit too.

#include "lanes.h"
#include "paths.h"

#pragma STDC FP_CONTRACT OFF

#include "normals.h"

// Computes the pre-activations of a tile of patches and panels in registers, and adds their positive parts to the
// lanes. `patches` and `panels` are compile-time constants in every call.
LITTLEO_INLINE void respond_tile(const int patches, const int panels, const float *x, size_t stride, size_t dimension,
                                 const float *const *w, const float *const *b, float *lanes, uint16_t *const *masks) {
  floats sums[LITTLEO_PATCH_TILE][2];
#pragma clang loop unroll(full)
  for (int p = 0; p < patches; p++)
#pragma clang loop unroll(full)
    for (int n = 0; n < panels; n++) sums[p][n] = load(b[n]);
  const float *w0 = w[0], *w1 = w[panels - 1];
  for (size_t c = 0; c < dimension; c++) {
    floats weight[2];
    weight[0] = load(w0 + c * LITTLEO_LANES);
    if (panels > 1) weight[1] = load(w1 + c * LITTLEO_LANES);
#pragma clang loop unroll(full)
    for (int p = 0; p < patches; p++) {
      floats value = splat(x[(size_t)p * stride + c]);
#pragma clang loop unroll(full)
      for (int n = 0; n < panels; n++) sums[p][n] = fused(weight[n], value, sums[p][n]);
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < patches; p++) {
    floats total = load(lanes + p * LITTLEO_LANES);
#pragma clang loop unroll(full)
    for (int n = 0; n < panels; n++) {
      total += positive_part(sums[p][n]);
      if (masks) masks[n][p] = bits(sums[p][n] > 0.0f);
    }
    store(lanes + p * LITTLEO_LANES, total);
  }
}

// Evaluates one or two panels on the patches first ..< end.
LITTLEO_INLINE void respond_rows(const int panels, size_t first, size_t end, const float *patches, size_t stride,
                                 size_t dimension, const float *const *w, const float *const *b, float *lanes,
                                 uint16_t *const *masks) {
  while (first < end) {
    const float *x = patches + first * stride;
    float *sums = lanes + first * LITTLEO_LANES;
    uint16_t *at[2] = {0, 0};
    if (masks)
      for (int n = 0; n < panels; n++) at[n] = masks[n] + first;
    uint16_t *const *out = masks ? at : 0;
    size_t left = end - first;
    // Registers hold PATCH_TILE × PANEL_TILE sums. Where PANEL_TILE is 1, two panels take half as many patches.
    const int most = panels > LITTLEO_PANEL_TILE ? LITTLEO_PATCH_TILE / 2 : LITTLEO_PATCH_TILE;
    int taken = left < (size_t)most ? (int)left : most;
#define LITTLEO_CASE(n)                                                                 \
  case n:                                                                               \
    if (n <= most) respond_tile(n, panels, x, stride, dimension, w, b, sums, out);      \
    break;
    switch (taken) {
      LITTLEO_CASE(1)
      LITTLEO_CASE(2)
      LITTLEO_CASE(3)
      LITTLEO_CASE(4)
      LITTLEO_CASE(5)
      LITTLEO_CASE(6)
#if LITTLEO_PATCH_TILE > 6
      LITTLEO_CASE(7)
      LITTLEO_CASE(8)
#endif
    }
#undef LITTLEO_CASE
    first += (size_t)taken;
  }
}

void LITTLEO_NAME(respond)(const float *patches, size_t stride, size_t dimension, const float *const *panels,
                           const float *biases, const int32_t *blocks, const int32_t *rows_per_block, size_t count,
                           float *lanes, uint16_t *masks, size_t maskStride) {
  for (size_t i = 0; i < count; i += 2) {
    const int both = i + 1 < count;
    const float *w[2], *b[2];
    uint16_t *at[2] = {0, 0};
    size_t rows[2] = {0, 0};
    for (int n = 0; n <= both; n++) {
      w[n] = panels[blocks[i + (size_t)n]];
      b[n] = biases + (size_t)blocks[i + (size_t)n] * LITTLEO_LANES;
      rows[n] = (size_t)rows_per_block[i + (size_t)n];
      if (masks) at[n] = masks + (i + (size_t)n) * maskStride;
    }
    uint16_t *const *out = masks ? at : 0;
    size_t shared = rows[0] < rows[1] ? rows[0] : rows[1];
    // Where two panels do not fit the registers, whole tiles of patches go through one panel after the other.
    size_t apart = LITTLEO_PANEL_TILE > 1 ? 0 : shared / LITTLEO_PATCH_TILE * LITTLEO_PATCH_TILE;
    if (both) {
      respond_rows(1, 0, apart, patches, stride, dimension, w, b, lanes, out);
      respond_rows(1, 0, apart, patches, stride, dimension, w + 1, b + 1, lanes, masks ? at + 1 : 0);
      respond_rows(2, apart, shared, patches, stride, dimension, w, b, lanes, out);
    } else {
      shared = 0;
    }
    respond_rows(1, shared, rows[0], patches, stride, dimension, w, b, lanes, out);
    if (both) respond_rows(1, shared, rows[1], patches, stride, dimension, w + 1, b + 1, lanes, masks ? at + 1 : 0);
  }
}

void LITTLEO_NAME(fold)(const float *lanes, size_t patches, float *output, size_t outputStride) {
  for (size_t p = 0; p < patches; p++) output[p * outputStride] = sum(load(lanes + p * LITTLEO_LANES));
}

// Norms are summed in four chains, by coordinate modulo four, so that an addition need not wait for the one before it.
enum { chains = 4 };

LITTLEO_INLINE floats joined(const floats chain[chains]) { return (chain[0] + chain[1]) + (chain[2] + chain[3]); }

void LITTLEO_NAME(spread)(const float *slopes, const uint16_t *masks, size_t count, float *coefficients) {
  const words lane = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768};
  for (size_t n = 0; n < count; n++) {
    integers fires = (integers)(((uint32_t)masks[n] & lane) != 0);
    store(coefficients + n * LITTLEO_LANES, where(fires, splat(slopes[n]), splat(0.0f)));
  }
}

LITTLEO_INLINE void update_tile(const int width, float *panel, const float *patches, size_t stride, const int32_t *rows,
                                const float *coefficients, size_t count, floats moved[chains], floats total[chains]) {
  floats change[16];
#pragma clang loop unroll(full)
  for (int i = 0; i < width; i++) change[i] = splat(0.0f);
  for (size_t n = 0; n < count; n++) {
    const float *x = patches + (size_t)rows[n] * stride;
    floats coefficient = load(coefficients + n * LITTLEO_LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < width; i++) change[i] = fused(coefficient, splat(x[i]), change[i]);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < width; i++) {
    floats w = load(panel + i * LITTLEO_LANES) + change[i];
    store(panel + i * LITTLEO_LANES, w);
    moved[i % chains] = fused(change[i], change[i], moved[i % chains]);
    total[i % chains] = fused(w, w, total[i % chains]);
  }
}

void LITTLEO_NAME(update)(float *panel, size_t dimension, const float *patches, size_t stride, const int32_t *rows,
                          const float *coefficients, size_t count, float *moved,
                          float *total) {
  floats change[chains], whole[chains];
  for (int i = 0; i < chains; i++) change[i] = whole[i] = splat(0.0f);
  size_t c = 0;
#if LITTLEO_WIDE_UPDATE_TILE
  // Twice as many coordinates read a coefficient half as often. Few rows do not repay the larger sums.
  if (count >= 64)
    for (; c + LITTLEO_WIDE_UPDATE_TILE <= dimension; c += LITTLEO_WIDE_UPDATE_TILE)
      update_tile(LITTLEO_WIDE_UPDATE_TILE, panel + c * LITTLEO_LANES, patches + c, stride, rows, coefficients, count,
                  change, whole);
#endif
  for (; c + LITTLEO_UPDATE_TILE <= dimension; c += LITTLEO_UPDATE_TILE)
    update_tile(LITTLEO_UPDATE_TILE, panel + c * LITTLEO_LANES, patches + c, stride, rows, coefficients, count, change,
                whole);
  for (; c < dimension; c++)
    update_tile(1, panel + c * LITTLEO_LANES, patches + c, stride, rows, coefficients, count, change + c % chains,
                whole + c % chains);
  store(moved, joined(change));
  store(total, joined(whole));
}

void LITTLEO_NAME(panel_norms)(const float *panel, size_t dimension, float *total) {
  floats whole[chains];
  for (int i = 0; i < chains; i++) whole[i] = splat(0.0f);
  for (size_t c = 0; c < dimension; c++) {
    floats w = load(panel + c * LITTLEO_LANES);
    whole[c % chains] = fused(w, w, whole[c % chains]);
  }
  store(total, joined(whole));
}

void LITTLEO_NAME(reach)(const float *panel, size_t features, const float *loudest, float strength,
                         float *reach) {
  floats floor = load(loudest);
  integers all = floor > 0.0f;
  floats always = where(all, splat(-__builtin_inff()), splat(__builtin_inff()));
  for (size_t j = 0; j < features; j++) {
    floats w = load(panel + j * LITTLEO_LANES);
    // A little below −floor/w, so that rounding never hides a strength at which the lane may fire.
    floats least = (floor * splat(-0.9999f)) / w;
    integers listens = strength * w + floor > 0.0f;
    reach[j] = least_lane(where(all, always, where(listens, least, always)));
  }
  reach[features] = least_lane(always);
}

float LITTLEO_NAME(squared_norm)(const float *row, size_t count) {
  floats total = splat(0.0f);
  size_t c = 0;
  for (; c + LITTLEO_LANES <= count; c += LITTLEO_LANES) {
    floats x = load(row + c);
    total = fused(x, x, total);
  }
  if (c < count) {
    float rest[LITTLEO_LANES] = {0};
    memcpy(rest, row + c, (count - c) * sizeof(float));
    floats x = load(rest);
    total = fused(x, x, total);
  }
  return sum(total);
}
