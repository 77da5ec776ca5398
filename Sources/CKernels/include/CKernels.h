#ifndef LITTLEO_CKERNELS_H
#define LITTLEO_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "elementary.h"

// The few hot loops of LittleO, in C with vector types of one fixed lane width, one fixed order of every sum, and fused
// multiply–adds. Each loop is compiled three times, and one copy is chosen at run time; all compute the same bits.

/// Lanes of every vectorised loop: neurons of a panel, or places of a row of noise.
#define LITTLEO_LANES 16

/// Which instructions a loop is compiled for.
enum littleo_path {
  /// The baseline of the architecture; fused multiply–adds come from fmaf() where it has none.
  LITTLEO_PORTABLE = 0,
  /// AVX2 and FMA (x86-64-v3).
  LITTLEO_AVX2 = 1,
  /// AVX-512 F, DQ, BW and VL (x86-64-v4).
  LITTLEO_AVX512 = 2,
};

/// Returns 1 if this program and this processor support a path, otherwise 0.
int littleo_supports(int path);

/// One block of the Philox4x32-10 counter-based generator (Salmon, Moraes, Dror, Shaw 2011).
void littleo_philox(const uint32_t *counter, const uint32_t *key, uint32_t *output);

/// Writes `count` normal variates N(0, scale²) for the counters (block, counter[1], counter[2], counter[3]),
/// block = counter[0], counter[0] + 1, …
void littleo_fill_normals(int path, float *output, size_t count, float scale, const uint32_t *counter,
                          const uint32_t *key);

/// Writes one normal variate N(0, scale²) per element: number parts[i], 0 to 3, of the four that littleo_fill_normals
/// makes of the counter (first[i], second[i], third[i], fourth[i]).
///
/// Coordinate i of a row of littleo_fill_normals whose counters start at 0 has the first word 16·(i / 64) + i % 16 and
/// the part i % 64 / 16.
void littleo_gather_normals(int path, float *output, size_t count, float scale, const uint32_t *first,
                            const uint32_t *parts, const uint32_t *second, const uint32_t *third,
                            const uint32_t *fourth, const uint32_t *key);

/// Writes the first `blocks` Philox blocks of 16 sequences: output[64·b + 16·w + lane] is word w, 0 to 3, of the counter
/// (b, second[lane], third[lane], fourth[lane]).
void littleo_fill_words(int path, uint32_t *output, size_t blocks, const uint32_t *second, const uint32_t *third,
                        const uint32_t *fourth, const uint32_t *key);

// A panel holds 16 neurons side by side: panel[16·c + lane] is coordinate c of the neuron in that lane.

/// Writes `count` coordinates of a panel: N(0, scales[lane]²) for the counters
/// (c / 4, second[lane], third[lane], fourth).
void littleo_fill_panel(int path, float *panel, size_t count, const float *scales,
                        const uint32_t *second, const uint32_t *third, uint32_t fourth,
                        const uint32_t *key);

/// Adds ReLU(⟨w, x⟩ + b) of every listed neuron to its lane's sum: lanes[16·p + lane] for patch p.
///
/// - patches: one row of `stride` floats per patch, of which the first `dimension` are used.
/// - panels, biases: of all neurons, by block. A block is a panel of 16 neurons.
/// - blocks: the indices of the listed blocks, ascending.
/// - rows_per_block: for each listed block, the number of patches, from the first, on which the block is evaluated.
/// - masks: null, or maskStride words per listed block. Bit `lane` of masks[i·maskStride + p] says whether the neuron
///   in that lane of listed block i fired on patch p.
///
/// A neuron's pre-activation starts at b and adds one fused multiply–add per coordinate, in order. A lane's sum goes
/// over the blocks in order. Neither depends on which blocks or patches are evaluated together.
void littleo_respond(int path, const float *patches, size_t stride, size_t dimension, const float *const *panels,
                     const float *biases, const int32_t *blocks, const int32_t *rows_per_block, size_t count,
                     float *lanes, uint16_t *masks, size_t maskStride);

/// Writes to output[p·outputStride] the sum over the 16 lanes of patch p, in the fixed order: lane i with lane i + 8,
/// then 4, 2, 1.
void littleo_fold(int path, const float *lanes, size_t patches, float *output, size_t outputStride);

/// Writes to coefficients[16·n + lane] the number slopes[n] if bit `lane` of masks[n] is set, and 0 if not.
void littleo_spread(int path, const float *slopes, const uint16_t *masks, size_t count, float *coefficients);

/// w += Σ_n coefficients[16·n + lane] · patches[rows[n]] in every lane, terms in order; writes ‖Σ…‖² to moved[lane] and
/// the new ‖w‖² to total[lane].
void littleo_update(int path, float *panel, size_t dimension, const float *patches, size_t stride, const int32_t *rows,
                    const float *coefficients, size_t count, float *moved, float *total);

/// Writes Σ w² of every lane, summed in the order of the update.
void littleo_panel_norms(int path, const float *panel, size_t dimension, float *total);

/// Writes to reach[j] the smallest strength of feature j (coordinate j) at which some lane may fire: +∞ if no lane may
/// fire up to `strength`, −∞ if some lane may fire on every patch. reach[features] is the same for pure noise.
///
/// A lane may fire on every patch if loudest[lane] = b + z σ_ζ‖w‖ is positive.
void littleo_reach(int path, const float *panel, size_t features, const float *loudest, float strength,
                   float *reach);

/// Returns Σ x², summed in each of 16 lanes and then over the lanes in the order of littleo_fold.
float littleo_squared_norm(int path, const float *row, size_t count);

#endif
