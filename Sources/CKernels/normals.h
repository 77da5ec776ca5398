// Philox blocks and Box–Muller normals, 16 at a time; included by loops.h.

LITTLEO_INLINE floats horner(floats p, floats x, float c) { return fused(p, x, splat(c)); }

// −2 ln(u) for u in (0, 1]: u = m·2^e with m in [√½, √2), then a degree-11 polynomial in m − 1 whose free part is the
// Chebyshev fit of (ln(1+f) − f + f²/2)/f³; its error of 3·10⁻⁸ is below half a unit in the last place of a float.
LITTLEO_INLINE floats negative_two_log(floats u) {
  words shifted = (words)u - 0x3F3504F3u;
  integers exponent = ((integers)shifted) >> 23;
  floats m = (floats)((words)u - ((words)exponent << 23));
  floats f = m - 1.0f;
  floats p = horner(splat(0.06971611471451178f), f, -0.11479733846637635f);
  p = horner(p, f, 0.1168541992348674f);
  p = horner(p, f, -0.12425687331451106f);
  p = horner(p, f, 0.1424905764569748f);
  p = horner(p, f, -0.16667802319501254f);
  p = horner(p, f, 0.200007157488921f);
  p = horner(p, f, -0.24999996957950882f);
  p = horner(p, f, 0.33333331180030046f);
  floats square = f * f;
  floats log = fused(square * f, p, fused(splat(-0.5f), square, f));
  floats e = __builtin_convertvector(exponent, floats);
  return -2.0f * fused(e, splat(0.69314718055994531f), log);
}

// cos and sin of 2π·turns for a 32-bit fraction of a turn. The nearest quarter turn is split off in integers. The rest,
// |t| ≤ 1/8 turn, goes through Chebyshev fits of sin(2πt)/t and (cos(2πt) − 1)/t² in t² (errors 3·10⁻¹¹).
LITTLEO_INLINE void cos_sin(words turns, floats *cosine, floats *sine) {
  words quarter = (turns + 0x20000000u) >> 30;
  integers rest = (integers)(turns - (quarter << 30));
  floats t = __builtin_convertvector(rest, floats) * 0x1p-32f;
  floats u = t * t;
  floats s = horner(splat(41.47283323950919f), u, -76.6978663502028f);
  s = horner(s, u, 81.60520471104576f);
  s = horner(s, u, -41.341702153394905f);
  s = horner(s, u, 6.2831853071524f);
  s = s * t;
  floats c = horner(splat(-26.119219394346004f), u, 60.24045096588774f);
  c = horner(c, u, -85.4567938411542f);
  c = horner(c, u, 64.93939397704874f);
  c = horner(c, u, -19.739208802164462f);
  c = horner(c, u, 1.0f);
  integers odd = (integers)(quarter << 31) >> 31;
  *cosine = (floats)((words)where(odd, s, c) ^ (((quarter + 1) & 2) << 30));
  *sine = (floats)((words)where(odd, c, s) ^ ((quarter & 2) << 30));
}

// u in (0, 1]: the largest radius is √(2·33·ln 2) ≈ 6.8 standard deviations.
LITTLEO_INLINE floats unit_interval(words x) {
  floats high = __builtin_convertvector((integers)(x >> 8), floats);
  floats low = __builtin_convertvector((integers)(x & 0xFFu), floats);
  return fused(high, splat(0x1p-24f), fused(low, splat(0x1p-32f), splat(0x1p-33f)));
}

// High and low words of the products of 32-bit lanes. Even and odd lanes are multiplied separately, as the processors'
// instructions do.
LITTLEO_INLINE void multiply(words x, uint32_t by, words *high, words *low) {
  wide pairs = (wide)x;
  wide even = (pairs & 0xFFFFFFFFu) * (uint64_t)by;
  wide odd = (pairs >> 32) * (uint64_t)by;
  *high = (words)((even >> 32) | (odd & 0xFFFFFFFF00000000u));
  *low = (words)((even & 0xFFFFFFFFu) | (odd << 32));
}

// One Philox block per lane: replaces the words of its counter by those of the block.
LITTLEO_INLINE void philox_block(words counter[4], const uint32_t *key) {
  words c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    words high0, low0, high1, low1;
    multiply(c0, LITTLEO_PHILOX_MULTIPLIER_0, &high0, &low0);
    multiply(c2, LITTLEO_PHILOX_MULTIPLIER_1, &high1, &low1);
    c0 = high1 ^ c1 ^ k0;
    c2 = high0 ^ c3 ^ k1;
    c1 = low1;
    c3 = low0;
    k0 += LITTLEO_PHILOX_WEYL_0;
    k1 += LITTLEO_PHILOX_WEYL_1;
  }
  counter[0] = c0;
  counter[1] = c1;
  counter[2] = c2;
  counter[3] = c3;
}

// Four normals per lane from one Philox block per lane.
LITTLEO_INLINE void four_normals(words c0, words c1, words c2, words c3, const uint32_t *key, floats scale,
                                 floats normals[4]) {
  words block[4] = {c0, c1, c2, c3};
  philox_block(block, key);
  floats cosine, sine, radius;
  radius = __builtin_elementwise_sqrt(negative_two_log(unit_interval(block[0]))) * scale;
  cos_sin(block[1], &cosine, &sine);
  normals[0] = radius * cosine;
  normals[1] = radius * sine;
  radius = __builtin_elementwise_sqrt(negative_two_log(unit_interval(block[2]))) * scale;
  cos_sin(block[3], &cosine, &sine);
  normals[2] = radius * cosine;
  normals[3] = radius * sine;
}

void LITTLEO_NAME(fill_normals)(float *output, size_t count, float scale, const uint32_t *counter,
                                const uint32_t *key) {
  words lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, none = lane ^ lane;
  floats normals[4];
  for (size_t start = 0; start < count; start += 4 * LITTLEO_LANES) {
    four_normals(lane + (uint32_t)(counter[0] + start / 4), none + counter[1], none + counter[2], none + counter[3], key,
                 splat(scale), normals);
    size_t left = count - start;
    if (left >= 4 * LITTLEO_LANES) {
      for (int part = 0; part < 4; part++) store(output + start + part * LITTLEO_LANES, normals[part]);
    } else {
      memcpy(output + start, normals, left * sizeof(float));
    }
  }
}

void LITTLEO_NAME(gather_normals)(float *output, size_t count, float scale, const uint32_t *first,
                                  const uint32_t *parts, const uint32_t *second, const uint32_t *third,
                                  const uint32_t *fourth, const uint32_t *key) {
  floats normals[4];
  for (size_t start = 0; start < count; start += LITTLEO_LANES) {
    size_t left = count - start;
    size_t taken = left < LITTLEO_LANES ? left : LITTLEO_LANES;
    // The rows are c0, part, c1, c2 and c3. Lanes beyond the last element compute a normal that is not written.
    uint32_t rows[5][LITTLEO_LANES] = {{0}};
    memcpy(rows[0], first + start, taken * sizeof(uint32_t));
    memcpy(rows[1], parts + start, taken * sizeof(uint32_t));
    memcpy(rows[2], second + start, taken * sizeof(uint32_t));
    memcpy(rows[3], third + start, taken * sizeof(uint32_t));
    memcpy(rows[4], fourth + start, taken * sizeof(uint32_t));
    four_normals(load_words(rows[0]), load_words(rows[2]), load_words(rows[3]), load_words(rows[4]), key, splat(scale),
                 normals);
    words part = load_words(rows[1]);
    floats chosen = normals[0];
    for (uint32_t other = 1; other < 4; other++) chosen = where((integers)(part == other), normals[other], chosen);
    memcpy(output + start, &chosen, taken * sizeof(float));
  }
}

void LITTLEO_NAME(fill_words)(uint32_t *output, size_t blocks, const uint32_t *second, const uint32_t *third,
                              const uint32_t *fourth, const uint32_t *key) {
  words c1 = load_words(second), c2 = load_words(third), c3 = load_words(fourth), none = c1 ^ c1;
  for (size_t number = 0; number < blocks; number++) {
    words block[4] = {none + (uint32_t)number, c1, c2, c3};
    philox_block(block, key);
    memcpy(output + number * 4 * LITTLEO_LANES, block, sizeof block);
  }
}

void LITTLEO_NAME(fill_panel)(float *panel, size_t count, const float *scales,
                              const uint32_t *second, const uint32_t *third,
                              uint32_t fourth, const uint32_t *key) {
  words c1 = load_words(second), c2 = load_words(third), none = c1 ^ c1;
  floats scale = load(scales), normals[4];
  for (size_t start = 0; start < count; start += 4) {
    four_normals(none + (uint32_t)(start / 4), c1, c2, none + fourth, key, scale, normals);
    for (size_t part = 0; part < 4 && start + part < count; part++)
      store(panel + (start + part) * LITTLEO_LANES, normals[part]);
  }
}
