#ifndef LITTLEO_CKERNELS_H
#define LITTLEO_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "elementary.h"

// The few hot loops of LittleO. Plain C with vector types of one fixed lane width (16 floats), one fixed
// reduction order and no contraction into fused operations, so that every x86-64 or arm64 machine computes
// the same bits. Where the loader offers it, an AVX2 clone of each loop is chosen at run time; it performs the
// same operations in the same order.

/// Lanes of every vectorised loop. Rows of weights and patches are padded to a multiple of it.
#define LITTLEO_LANES 16

/// One block of the Philox4x32-10 counter-based generator (Salmon, Moraes, Dror, Shaw 2011).
void littleo_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]);

/// Writes `count` normal variates N(0, scale²) for the counters (block, counter[1], counter[2], counter[3]),
/// block = counter[0], counter[0] + 1, …  `output` has room for `count` rounded up to a multiple of 64.
void littleo_fill_normals(float *output, size_t count, float scale, const uint32_t counter[4],
                          const uint32_t key[2]);

/// out[p * neuronCount + i] = ⟨x_p, w_{neurons[i]}⟩ for the first audible[i] of patchCount rows of `patches` and the
/// listed rows of `weights`; both are row-major with `stride` floats per row, a multiple of 16. Other places of `out`
/// hold anything.
void littleo_dots(float *out, const float *patches, size_t patchCount, const float *weights,
                  const int32_t *neurons, const int32_t *audible, size_t neuronCount, size_t stride);

/// w += Σ_n coefficient[n] · patches[rows[n]], terms added in order; returns ‖Σ…‖² in norms[0] and the new
/// ‖w‖² in norms[1].
void littleo_update(float *weight, const float *patches, const int32_t *rows, const float *coefficients,
                    size_t count, size_t stride, float norms[2]);

/// Returns Σ w², in the lane order of the other loops.
float littleo_squared_norm(const float *weight, size_t stride);

#endif
