/**
 * A number as Go's shortest `%g`-like form writes it: integers plainly, others with an exponent from 1e+21 on or below 1e-4.
 * @upstream strconv FormatFloat
 */
export function floatText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value === 0 ? 0 : value);
  return goExponent(value, 21);
}

/** A float64 as `%v` prints it inside templates and Go maps: six digits before the exponent form begins at 21. */
export function goExponent(value: number, from: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < from) return String(value);
  const digits = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`;
}
