#include "elementary.h"
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Sources of the numbers below. Polynomial coefficients are those of Taylor series. They are written as fractions, so
// that the compiler rounds each once; comments bound the first omitted term. Every other constant is the double nearest
// to the number named, or a pair of doubles with that sum. The first part of ln 2 ends in zeros, so that its product
// with any exponent is exact; the second part is the double nearest to the rest.
static const double ln2High = 0x1.62e42fefa3800p-1, ln2Low = 0x1.ef35793c76730p-45;
static const double perLn2 = 0x1.71547652b82fep+0;
static const double twoPiHigh = 0x1.921fb54442d18p+2, twoPiLow = 0x1.1a62633145c07p-52;
static const double perRootTwoPi = 0x1.9884533d43651p-2;

static uint64_t bits(double x) {
  uint64_t value;
  memcpy(&value, &x, sizeof value);
  return value;
}

static double number(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// 2^k for −1022 ≤ k ≤ 1023.
static double power_of_two(int k) { return number((uint64_t)(k + 1023) << 52); }

// The integer nearest to |x| < 2⁵¹: at 1.5 · 2⁵² the unit in the last place is 1.
static double nearest(double x) {
  double shifted = x + 0x1.8p52;
  return shifted - 0x1.8p52;
}

// a · b − product, where `product` is a · b rounded. Exact (Dekker 1971) unless an operation over- or underflows. A
// fused multiply–add would be one operation instead of 17, but is a call into the C library on a baseline x86-64.
static double product_error(double a, double b, double product) {
  double p = a * 0x1.0000002p27, q = b * 0x1.0000002p27;
  double aHigh = p - (p - a), bHigh = q - (q - b);
  double aLow = a - aHigh, bLow = b - bHigh;
  return aLow * bLow - (((product - aHigh * bHigh) - aLow * bHigh) - aHigh * bLow);
}

// x + low = k ln 2 + r + rest with |r| ≤ ½ ln 2, for |x| ≤ 746 and a much smaller `low`. Returns e^(r + rest) − 1 − r.
static double reduce(double x, double low, int *k, double *r) {
  double multiple = nearest(x * perLn2);
  double high = x - multiple * ln2High;
  double left = multiple * ln2Low - low;
  double y = high - left, rest = (high - y) - left;
  // (e^y − 1 − y)/y²; the term with y¹³ is below 4·10⁻¹⁹.
  double p = 1.0 / 87178291200;
  p = p * y + 1.0 / 6227020800;
  p = p * y + 1.0 / 479001600;
  p = p * y + 1.0 / 39916800;
  p = p * y + 1.0 / 3628800;
  p = p * y + 1.0 / 362880;
  p = p * y + 1.0 / 40320;
  p = p * y + 1.0 / 5040;
  p = p * y + 1.0 / 720;
  p = p * y + 1.0 / 120;
  p = p * y + 1.0 / 24;
  p = p * y + 1.0 / 6;
  p = p * y + 0.5;
  *k = (int)multiple;
  *r = y;
  return y * y * p + (rest + rest * y);
}

// e^(x + low).
static double exponential(double x, double low) {
  if (x != x) return __builtin_nan("");
  if (x > 710) return __builtin_inf();
  if (x < -746) return 0;
  int k;
  double r, small = reduce(x, low, &k, &r);
  double one = 1 + r;
  double value = one + (((1 - one) + r) + small);
  // Of the two factors of 2^k only the second can round, and it does so once.
  if (k > 1023) return value * 0x1p1023 * power_of_two(k - 1023);
  if (k < -1021) return value * power_of_two(k + 600) * 0x1p-600;
  return value * power_of_two(k);
}

// ln x for 0 < x < ∞ as the sum of the return value and *low, which is smaller by about 50 bits.
static double logarithm(double x, double *low) {
  int k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  // x = 2^k · m with m in [√½, √2).
  const uint64_t rootHalf = 0x3FE6A09E667F3BCDu;
  int64_t exponent = (int64_t)(bits(x) - rootHalf) >> 52;
  k += (int)exponent;
  double f = number(bits(x) - ((uint64_t)exponent << 52)) - 1;
  // With s = f/(2+f), ln(1+f) = 2 artanh s = f − f²/2 + s(f²/2 + R), R = 2s²/3 + 2s⁴/5 + …; the term with s²⁴ is below
  // 4·10⁻²⁰, where R is below 0.021.
  double s = f / (2 + f);
  double z = s * s;
  double p = 2.0 / 23;
  p = p * z + 2.0 / 21;
  p = p * z + 2.0 / 19;
  p = p * z + 2.0 / 17;
  p = p * z + 2.0 / 15;
  p = p * z + 2.0 / 13;
  p = p * z + 2.0 / 11;
  p = p * z + 2.0 / 9;
  p = p * z + 2.0 / 7;
  p = p * z + 2.0 / 5;
  p = p * z + 2.0 / 3;
  double square = f * f;
  double half = 0.5 * square;
  double high = f - half;
  double rest = (((f - high) - half) - 0.5 * product_error(f, f, square)) + s * (half + p * z);
  double multiple = k * ln2High;
  double sum = multiple + high;
  *low = ((multiple - sum) + high) + (rest + k * ln2Low);
  return sum;
}

double littleo_exp(double x) { return exponential(x, 0); }

double littleo_log(double x) {
  if (!(x >= 0)) return __builtin_nan("");
  if (x == 0) return -__builtin_inf();
  if (x == __builtin_inf()) return x;
  double low, high = logarithm(x, &low);
  return high + low;
}

double littleo_log1p(double x) {
  if (!(x >= -1)) return __builtin_nan("");
  if (x == -1) return -__builtin_inf();
  if (x == __builtin_inf() || (-0x1p-54 < x && x < 0x1p-54)) return x;
  // 1 + x = u + c exactly, and ln(u + c) = ln u + c/u up to terms in c².
  double u = 1 + x;
  double c = x < 1 ? x - (u - 1) : 1 - (u - x);
  double low, high = logarithm(u, &low);
  return high + (low + c / u);
}

double littleo_expm1(double x) {
  if (x != x) return __builtin_nan("");
  if (x < -38) return -1;
  if (x > 37) return exponential(x, 0);
  if (-0x1p-54 < x && x < 0x1p-54) return x;
  int k;
  double r, small = reduce(x, 0, &k, &r);
  if (k == 0) return r + small;
  // 2^k(1 + r + small) − 1, with 2^k − 1 exact.
  double scale = power_of_two(k);
  double whole = scale - 1, part = scale * r;
  double sum = whole + part;
  return sum + (((whole - sum) + part) + scale * small);
}

double littleo_pow(double base, double exponent) {
  if (exponent == 0 || base == 1) return 1;
  if (!(base >= 0) || exponent != exponent) return __builtin_nan("");
  double low = 0, high;
  if (base == 0 || base == __builtin_inf()) {
    high = littleo_log(base);
  } else {
    double sum = logarithm(base, &low);
    high = sum + low;
    low = (sum - high) + low;
  }
  // |ln base| is at least 2⁻⁵³, so an exponent too large to be split by product_error() gives |product| > 800.
  double product = exponent * high;
  if (product > 800 || product < -800) return exponential(product, 0);
  return exponential(product, product_error(exponent, high, product) + exponent * low);
}

double littleo_cos_turns(double u) {
  if (!(u >= 0 && u <= 1)) return __builtin_nan("");
  // u = n/4 + t exactly, |t| ≤ 1/8; the angle 2πt is a + low.
  double quarters = nearest(4 * u);
  double t = u - 0.25 * quarters;
  double a = t * twoPiHigh;
  double low = product_error(t, twoPiHigh, a) + t * twoPiLow;
  double square = a * a;
  int n = (int)quarters & 3;
  if (n & 1) {
    // (sin a − a)/a³; the term with a¹⁹ is below 10⁻¹⁹.
    double p = 1.0 / 355687428096000;
    p = p * square - 1.0 / 1307674368000;
    p = p * square + 1.0 / 6227020800;
    p = p * square - 1.0 / 39916800;
    p = p * square + 1.0 / 362880;
    p = p * square - 1.0 / 5040;
    p = p * square + 1.0 / 120;
    p = p * square - 1.0 / 6;
    double sine = a + (a * square * p + low * (1 - 0.5 * square));
    return n == 1 ? 0 - sine : sine;
  }
  // (cos a − 1 + a²/2)/a⁴; the term with a²⁰ is below 4·10⁻²¹.
  double p = -1.0 / 6402373705728000;
  p = p * square + 1.0 / 20922789888000;
  p = p * square - 1.0 / 87178291200;
  p = p * square + 1.0 / 479001600;
  p = p * square - 1.0 / 3628800;
  p = p * square + 1.0 / 40320;
  p = p * square - 1.0 / 720;
  p = p * square + 1.0 / 24;
  double half = 0.5 * square;
  double one = 1 - half;
  double rest = ((1 - one) - half) - 0.5 * product_error(a, a, square);
  double cosine = one + (rest + (square * square * p - a * low));
  return n == 0 ? cosine : -cosine;
}

// e^(−x²/2)/√(2π) for 0 ≤ x ≤ 39. The rounding of x² would cost a factor e^(x²·2⁻⁵⁴), so product_error() corrects it.
static double density(double x) {
  double square = x * x;
  return exponential(-0.5 * square, -0.5 * product_error(x, x, square)) * perRootTwoPi;
}

double littleo_normal_tail(double x) {
  if (x != x) return __builtin_nan("");
  if (x > 39) return 0;
  if (x < -39) return 1;
  double size = x < 0 ? -x : x;
  if (size < 2) {
    // Q(x) = ½ − φ(x)(x + x³/3 + x⁵/(3·5) + …), all terms of one sign; the 27th is below 10⁻²⁰ of the sum.
    double square = x * x, sum = 1;
    for (int n = 51; n >= 3; n -= 2) sum = 1 + square / n * sum;
    return 0.5 - density(size) * x * sum;
  }
  // Laplace's continued fraction Q(x) = φ(x)/(x + 1/(x + 2/(x + 3/…))). With this number of terms the omitted rest
  // changes the result by less than 10⁻¹⁶, as comparisons with long fractions from x = 2 to 39 showed.
  double fraction = size;
  for (int n = 12 + (int)(400 / (size * size)); n >= 1; n--) fraction = size + n / fraction;
  double tail = density(size) / fraction;
  return x < 0 ? 1 - tail : tail;
}
