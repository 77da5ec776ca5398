#include "paths.h"

#if defined(__x86_64__)
#define LITTLEO_CALL(path, loop, ...)                                 \
  switch (path) {                                                     \
    case LITTLEO_AVX512: return littleo_##loop##_avx512(__VA_ARGS__); \
    case LITTLEO_AVX2: return littleo_##loop##_avx2(__VA_ARGS__);     \
    default: return littleo_##loop##_portable(__VA_ARGS__);           \
  }
#else
#define LITTLEO_CALL(path, loop, ...) return littleo_##loop##_portable(__VA_ARGS__);
#endif

int littleo_supports(int path) {
  switch (path) {
    case LITTLEO_PORTABLE: return 1;
#if defined(__x86_64__)
    case LITTLEO_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case LITTLEO_AVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
#endif
    default: return 0;
  }
}

void littleo_fill_normals(int path, float *output, size_t count, float scale, const uint32_t *counter,
                          const uint32_t *key) {
  LITTLEO_CALL(path, fill_normals, output, count, scale, counter, key)
}

void littleo_gather_normals(int path, float *output, size_t count, float scale, const uint32_t *first,
                            const uint32_t *parts, const uint32_t *second, const uint32_t *third,
                            const uint32_t *fourth, const uint32_t *key) {
  LITTLEO_CALL(path, gather_normals, output, count, scale, first, parts, second, third, fourth, key)
}

void littleo_fill_words(int path, uint32_t *output, size_t blocks, const uint32_t *second, const uint32_t *third,
                        const uint32_t *fourth, const uint32_t *key) {
  LITTLEO_CALL(path, fill_words, output, blocks, second, third, fourth, key)
}

void littleo_fill_panel(int path, float *panel, size_t count, const float *scales,
                        const uint32_t *second, const uint32_t *third, uint32_t fourth,
                        const uint32_t *key) {
  LITTLEO_CALL(path, fill_panel, panel, count, scales, second, third, fourth, key)
}

void littleo_respond(int path, const float *patches, size_t stride, size_t dimension, const float *const *panels,
                     const float *biases, const int32_t *blocks, const int32_t *rows_per_block, size_t count,
                     float *lanes, uint16_t *masks, size_t maskStride) {
  LITTLEO_CALL(path, respond, patches, stride, dimension, panels, biases, blocks, rows_per_block, count, lanes, masks,
               maskStride)
}

void littleo_fold(int path, const float *lanes, size_t patches, float *output, size_t outputStride) {
  LITTLEO_CALL(path, fold, lanes, patches, output, outputStride)
}

void littleo_spread(int path, const float *slopes, const uint16_t *masks, size_t count, float *coefficients) {
  LITTLEO_CALL(path, spread, slopes, masks, count, coefficients)
}

void littleo_update(int path, float *panel, size_t dimension, const float *patches, size_t stride, const int32_t *rows,
                    const float *coefficients, size_t count, float *moved, float *total) {
  LITTLEO_CALL(path, update, panel, dimension, patches, stride, rows, coefficients, count, moved, total)
}

void littleo_panel_norms(int path, const float *panel, size_t dimension, float *total) {
  LITTLEO_CALL(path, panel_norms, panel, dimension, total)
}

void littleo_reach(int path, const float *panel, size_t features, const float *loudest, float strength,
                   float *reach) {
  LITTLEO_CALL(path, reach, panel, features, loudest, strength, reach)
}

float littleo_squared_norm(int path, const float *row, size_t count) {
  LITTLEO_CALL(path, squared_norm, row, count)
}
