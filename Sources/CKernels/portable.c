#define LITTLEO_NAME(loop) littleo_##loop##_portable
#define LITTLEO_PATCH_TILE 6
#define LITTLEO_PANEL_TILE 1
#define LITTLEO_UPDATE_TILE 4
#include "loops.h"
