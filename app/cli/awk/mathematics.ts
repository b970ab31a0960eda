/**
 * Functions of real numbers from sums and products alone, because those of the machine may differ in the last digit
 * from one browser to the next.
 */

const { LN2, PI } = Math;

/** e to the power of x. */
export function expAwk(x: number): number {
  if (Number.isNaN(x) || x > 709.8) return Number.isNaN(x) ? x : Infinity;
  if (x < -745.2) return 0;
  const halves = Math.round(x / LN2);
  const rest = x - halves * LN2;
  let term = 1;
  let sum = 1;
  for (let n = 1; n < 30; n++) {
    term = (term * rest) / n;
    sum += term;
  }
  return scaled(sum, halves);
}

function scaled(value: number, power: number): number {
  let result = value;
  for (let left = Math.abs(power); left > 0; left--) result = power > 0 ? result * 2 : result / 2;
  return result;
}

/** Natural logarithm. */
export function logAwk(x: number): number {
  if (x < 0 || Number.isNaN(x)) return Number.NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  let value = x;
  let power = 0;
  while (value > 1.5) {
    value /= 2;
    power++;
  }
  while (value < 0.75) {
    value *= 2;
    power--;
  }
  const ratio = (value - 1) / (value + 1);
  const square = ratio * ratio;
  let term = ratio;
  let sum = 0;
  for (let n = 1; n < 60; n += 2) {
    sum += term / n;
    term *= square;
  }
  return 2 * sum + power * LN2;
}

/** Sine. */
export function sinAwk(x: number): number {
  let angle = x % (2 * PI);
  if (angle > PI) angle -= 2 * PI;
  if (angle < -PI) angle += 2 * PI;
  let term = angle;
  let sum = 0;
  for (let n = 1; n < 40; n += 2) {
    sum += term;
    term = (-term * angle * angle) / ((n + 1) * (n + 2));
  }
  return sum;
}

/** Cosine. */
export function cosAwk(x: number): number {
  return sinAwk(x + PI / 2);
}

/** The angle of the point (x, y). */
export function atan2Awk(y: number, x: number): number {
  if (x === 0 && y === 0) return 0;
  if (Math.abs(x) >= Math.abs(y)) {
    const angle = arctangent(y / x);
    return x > 0 ? angle : y >= 0 ? angle + PI : angle - PI;
  }
  return (y > 0 ? PI / 2 : -PI / 2) - arctangent(x / y);
}

/** For arguments up to 1: halved twice, then the series. */
function arctangent(t: number): number {
  const once = t / (1 + Math.sqrt(1 + t * t));
  const twice = once / (1 + Math.sqrt(1 + once * once));
  const square = twice * twice;
  let term = twice;
  let sum = 0;
  for (let n = 1; n < 60; n += 2) {
    sum += (n % 4 === 1 ? 1 : -1) * (term / n);
    term *= square;
  }
  return 4 * sum;
}

/** A power: by repeated multiplication where the exponent is whole. */
export function powerAwk(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 100_000) return expAwk(exponent * logAwk(base));
  let result = 1;
  let square = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return exponent < 0 ? 1 / result : result;
}
