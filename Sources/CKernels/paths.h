// Declares every loop once per path. The file of a path defines its copies, and dispatch.c chooses among them.

#ifndef LITTLEO_PATHS_H
#define LITTLEO_PATHS_H

#include "CKernels.h"

#define LITTLEO_PHILOX_MULTIPLIER_0 0xD2511F53u
#define LITTLEO_PHILOX_MULTIPLIER_1 0xCD9E8D57u
#define LITTLEO_PHILOX_WEYL_0 0x9E3779B9u
#define LITTLEO_PHILOX_WEYL_1 0xBB67AE85u

#define LITTLEO_DECLARE(PATH)                                                                                        \
  void littleo_fill_normals_##PATH(float *, size_t, float, const uint32_t *, const uint32_t *);                    \
  void littleo_gather_normals_##PATH(float *, size_t, float, const uint32_t *, const uint32_t *, const uint32_t *,   \
                                     const uint32_t *, const uint32_t *, const uint32_t *);                          \
  void littleo_fill_words_##PATH(uint32_t *, size_t, const uint32_t *, const uint32_t *, const uint32_t *,          \
                                 const uint32_t *);                                                                 \
  void littleo_fill_panel_##PATH(float *, size_t, const float *, const uint32_t *, const uint32_t *, uint32_t,     \
                                 const uint32_t *);                                                                 \
  void littleo_respond_##PATH(const float *, size_t, size_t, const float *const *, const float *, const int32_t *,   \
                              const int32_t *, size_t, float *, uint16_t *, size_t);                                 \
  void littleo_fold_##PATH(const float *, size_t, float *, size_t);                                                  \
  void littleo_spread_##PATH(const float *, const uint16_t *, size_t, float *);                                      \
  void littleo_update_##PATH(float *, size_t, const float *, size_t, const int32_t *, const float *, size_t, float *, \
                             float *);                                                                               \
  void littleo_panel_norms_##PATH(const float *, size_t, float *);                                                   \
  void littleo_reach_##PATH(const float *, size_t, const float *, float, float *);                                   \
  float littleo_squared_norm_##PATH(const float *, size_t);

LITTLEO_DECLARE(portable)
#if defined(__x86_64__)
LITTLEO_DECLARE(avx2)
LITTLEO_DECLARE(avx512)
#endif

#endif
