#if defined(__x86_64__)

// Sixteen lanes fill two registers. A tile of 6 patches × 1 panel fills 12 of the 16 registers; the rest hold weights
// and a patch.
#define LITTLEO_NAME(loop) littleo_##loop##_avx2
#define LITTLEO_PATCH_TILE 6
#define LITTLEO_PANEL_TILE 1
#define LITTLEO_UPDATE_TILE 4
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "loops.h"
#pragma clang attribute pop

#endif
