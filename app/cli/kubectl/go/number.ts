/** Whole numbers beyond this are floats for Go: the end of uint64. */
const INTEGERS_END = 18_446_744_073_709_551_616;

/**
 * A decoded number as Go prints it with `%v` and in YAML: whole numbers plainly, others in the shortest form, with an
 * exponent below 1e-4 and from 1e+06 on.
 * @upstream strconv FormatFloat with 'g' and the shortest precision
 */
export function floatText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < INTEGERS_END) return BigInt(value).toString();
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
