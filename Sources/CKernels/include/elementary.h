#ifndef LITTLEO_ELEMENTARY_H
#define LITTLEO_ELEMENTARY_H

// The elementary functions that every number of a trial goes through. A C library may compute its own versions
// differently on each processor. The functions here consist of additions, subtractions, multiplications and divisions
// in one fixed order and call nothing, so their bits are the same everywhere. An ulp is one unit in the last place of
// the true value.

/// e^x within 1 ulp, subnormal results included.
double littleo_exp(double x);

/// ln x within 1 ulp; −∞ at 0, NaN below.
double littleo_log(double x);

/// ln(1 + x) within 2 ulp, however small x is; −∞ at −1, NaN below.
double littleo_log1p(double x);

/// e^x − 1 within 2 ulp, however small x is.
double littleo_expm1(double x);

/// base^exponent = e^(exponent · ln base) for base ≥ 0, within 1 ulp for |exponent| ≤ 4 and 2 ulp for
/// |exponent| ≤ 16; NaN for base < 0.
double littleo_pow(double base, double exponent);

/// cos(2πu) for u in [0, 1] with an absolute error of at most 2⁻⁵³; NaN for other u.
double littleo_cos_turns(double u);

/// Q(x) = P(N(0,1) > x) with a relative error of at most 10⁻¹³ where Q(x) ≥ 10⁻³⁰⁰.
double littleo_normal_tail(double x);

#endif
