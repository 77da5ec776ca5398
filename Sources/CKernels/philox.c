#include "CKernels.h"
#include "lanes.h"

#pragma STDC FP_CONTRACT OFF

static const uint32_t multiplier0 = 0xD2511F53u, multiplier1 = 0xCD9E8D57u;
static const uint32_t weyl0 = 0x9E3779B9u, weyl1 = 0xBB67AE85u;

void littleo_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)multiplier0 * c0, p1 = (uint64_t)multiplier1 * c2;
    uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    c0 = n0;
    c2 = n2;
    k0 += weyl0;
    k1 += weyl1;
  }
  output[0] = c0;
  output[1] = c1;
  output[2] = c2;
  output[3] = c3;
}

// ln(u) for u in (0, 1]: u = m·2^e with m in [√½, √2), then a degree-11 polynomial in m − 1 whose free part is the
// Chebyshev fit of (ln(1+f) − f + f²/2)/f³; its error of 3·10⁻⁸ is below half a unit in the last place of a float.
static inline __attribute__((always_inline)) floats negative_two_log(floats u) {
  words bits = (words)u;
  words shifted = bits - 0x3F3504F3u;
  integers exponent = ((integers)shifted) >> 23;
  floats m = (floats)((words)(bits - ((words)exponent << 23)));
  floats f = m - 1.0f;
  floats p = f * 0.06971611471451178f + -0.11479733846637635f;
  p = p * f + 0.1168541992348674f;
  p = p * f + -0.12425687331451106f;
  p = p * f + 0.1424905764569748f;
  p = p * f + -0.16667802319501254f;
  p = p * f + 0.200007157488921f;
  p = p * f + -0.24999996957950882f;
  p = p * f + 0.33333331180030046f;
  floats square = f * f;
  floats e = __builtin_convertvector(exponent, floats);
  floats log = (f - 0.5f * square) + square * f * p;
  return -2.0f * (log + e * 0.69314718055994531f);
}

static inline __attribute__((always_inline)) floats square_root(floats x) {
  return __builtin_elementwise_sqrt(x);
}

// cos and sin of 2π·turns for a 32-bit fraction of a turn: the nearest quarter turn is split off in integers, the
// rest, |t| ≤ 1/8 turn, goes through Chebyshev fits of sin(2πt)/t and (cos(2πt) − 1)/t² in t² (errors 3·10⁻¹¹).
static inline __attribute__((always_inline)) void cos_sin(words turns, floats *cosine, floats *sine) {
  words quarter = (turns + 0x20000000u) >> 30;
  integers rest = (integers)(turns - (quarter << 30));
  floats t = __builtin_convertvector(rest, floats) * 0x1p-32f;
  floats u = t * t;
  floats s = u * 41.47283323950919f + -76.6978663502028f;
  s = s * u + 81.60520471104576f;
  s = s * u + -41.341702153394905f;
  s = s * u + 6.2831853071524f;
  s = s * t;
  floats c = u * -26.119219394346004f + 60.24045096588774f;
  c = c * u + -85.4567938411542f;
  c = c * u + 64.93939397704874f;
  c = c * u + -19.739208802164462f;
  c = c * u + 1.0f;
  words odd = (words)((integers)(quarter << 31) >> 31);
  words a = ((words)c & ~odd) | ((words)s & odd);
  words b = ((words)s & ~odd) | ((words)c & odd);
  *cosine = (floats)(a ^ (((quarter + 1) & 2) << 30));
  *sine = (floats)(b ^ ((quarter & 2) << 30));
}

// u in (0, 1]: the largest radius is √(2·33·ln 2) ≈ 6.8 standard deviations.
static inline __attribute__((always_inline)) floats unit_interval(words x) {
  floats high = __builtin_convertvector((integers)(x >> 8), floats);
  floats low = __builtin_convertvector((integers)(x & 0xFFu), floats);
  return high * 0x1p-24f + (low * 0x1p-32f + 0x1p-33f);
}

// Products of 32-bit lanes, even and odd lanes apart, as the instruction sets have it.
static inline __attribute__((always_inline)) void multiply(words x, uint32_t by, words *high, words *low) {
  wide pairs = (wide)x;
  wide even = (pairs & 0xFFFFFFFFu) * (uint64_t)by;
  wide odd = (pairs >> 32) * (uint64_t)by;
  *high = (words)((even >> 32) | (odd & 0xFFFFFFFF00000000u));
  *low = (words)((even & 0xFFFFFFFFu) | (odd << 32));
}

LITTLEO_CLONES
void littleo_fill_normals(float *output, size_t count, float scale, const uint32_t counter[4],
                          const uint32_t key[2]) {
  words lane;
  for (int i = 0; i < LITTLEO_LANES; i++) lane[i] = (uint32_t)i;
  for (size_t start = 0; start < count; start += 4 * LITTLEO_LANES) {
    words c0 = lane + (uint32_t)(counter[0] + start / 4);
    words c1 = lane * 0u + counter[1], c2 = lane * 0u + counter[2], c3 = lane * 0u + counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
      words high0, low0, high1, low1;
      multiply(c0, multiplier0, &high0, &low0);
      multiply(c2, multiplier1, &high1, &low1);
      c0 = high1 ^ c1 ^ k0;
      c2 = high0 ^ c3 ^ k1;
      c1 = low1;
      c3 = low0;
      k0 += weyl0;
      k1 += weyl1;
    }
    floats cosine, sine, radius;
    float *out = output + start;
    radius = square_root(negative_two_log(unit_interval(c0))) * scale;
    cos_sin(c1, &cosine, &sine);
    store(out, radius * cosine);
    store(out + LITTLEO_LANES, radius * sine);
    radius = square_root(negative_two_log(unit_interval(c2))) * scale;
    cos_sin(c3, &cosine, &sine);
    store(out + 2 * LITTLEO_LANES, radius * cosine);
    store(out + 3 * LITTLEO_LANES, radius * sine);
  }
}
