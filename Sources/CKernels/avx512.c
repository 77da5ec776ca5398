#if defined(__x86_64__)

// Sixteen lanes fill one register. A tile of 8 patches × 2 panels fills 16 of the 32 registers.
#define LITTLEO_NAME(loop) littleo_##loop##_avx512
#define LITTLEO_PATCH_TILE 8
#define LITTLEO_PANEL_TILE 2
#define LITTLEO_UPDATE_TILE 8
#define LITTLEO_WIDE_UPDATE_TILE 16
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#include "loops.h"
#pragma clang attribute pop

#endif
