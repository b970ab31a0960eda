/** Flags, width and precision of one conversion. */
export interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** Formats a number or text by one conversion of printf, as C does. */
export function formatOne(conversion: Conversion, value: number | string): string {
  const { letter } = conversion;
  if (letter === 's') return pad(cut(String(value), conversion.precision), conversion, ' ');
  if (letter === 'c') return pad(String(value), conversion, ' ');
  const number = typeof value === 'number' ? value : Number(value);
  if (!Number.isFinite(number)) return pad(special(number, letter), conversion, ' ');
  if ('di'.includes(letter))
    return signed(conversion, number < 0 || Object.is(number, -0), integerDigits(number, 10, conversion));
  if ('uxXo'.includes(letter)) return unsigned(conversion, number);
  return signed(conversion, number < 0 || Object.is(number, -0), realDigits(conversion, Math.abs(number)));
}

/** `%.Nf`. */
export function formatFixed(value: number, precision: number): string {
  return formatOne({ flags: '', width: 0, precision, letter: 'f' }, value);
}

/** Splits a format at its conversions; texts and conversions alternate in the order of the format. */
export function parseFormat(format: string): readonly (string | (Conversion & { readonly star: number }))[] {
  const parts: (string | (Conversion & { star: number }))[] = [];
  const pattern = /%([-+ #0']*)(\*|\d*)(?:\.(\*|-?\d*))?(?:hh|h|ll|l|L|q|j|z|t)?([a-zA-Z%])/g;
  let last = 0;
  for (const found of format.matchAll(pattern)) {
    if (found.index > last) parts.push(format.slice(last, found.index));
    last = found.index + found[0].length;
    const [, flags = '', width = '', precision, letter = ''] = found;
    if (letter === '%') {
      parts.push('%');
      continue;
    }
    const star = (width === '*' ? 1 : 0) + (precision === '*' ? 2 : 0);
    const digits =
      precision === undefined ? undefined : Math.max(0, Number(precision === '*' ? 0 : precision));
    parts.push({ flags, width: width === '*' ? 0 : Number(width), precision: digits, letter, star });
  }
  if (last < format.length) parts.push(format.slice(last));
  return parts;
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : Array.from(text).slice(0, precision).join('');
}

function pad(text: string, { flags, width }: Conversion, filler: string): string {
  const length = Array.from(text).length;
  if (length >= width) return text;
  return flags.includes('-') ? text + ' '.repeat(width - length) : filler.repeat(width - length) + text;
}

function special(value: number, letter: string): string {
  const text = Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  return letter === letter.toUpperCase() ? text.toUpperCase() : text;
}

function integerDigits(value: number, base: number, { precision }: Conversion): string {
  const whole = Math.trunc(Math.abs(value));
  const digits = Number.isSafeInteger(whole) ? whole.toString(base) : BigInt(whole).toString(base);
  return precision === 0 && whole === 0 ? '' : digits.padStart(precision ?? 1, '0');
}

function unsigned(conversion: Conversion, value: number): string {
  const base = conversion.letter === 'u' ? 10 : conversion.letter === 'o' ? 8 : 16;
  const whole = BigInt.asUintN(64, BigInt(Math.trunc(value)));
  let digits = whole.toString(base).padStart(conversion.precision ?? 1, '0');
  if (conversion.flags.includes('#') && whole !== 0n) {
    if (base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
    if (base === 16) digits = `0x${digits}`;
  }
  if (conversion.letter === 'X') digits = digits.toUpperCase();
  return padNumber(conversion, '', digits);
}

function signed(conversion: Conversion, negative: boolean, digits: string): string {
  const sign = negative
    ? '-'
    : conversion.flags.includes('+')
      ? '+'
      : conversion.flags.includes(' ')
        ? ' '
        : '';
  return padNumber(conversion, sign, digits);
}

function padNumber(conversion: Conversion, sign: string, digits: string): string {
  const { flags, width, precision, letter } = conversion;
  const zeros =
    flags.includes('0') && !flags.includes('-') && !(precision !== undefined && 'diuxXo'.includes(letter));
  if (!zeros) return pad(sign + digits, conversion, ' ');
  return sign + digits.padStart(Math.max(0, width - sign.length), '0');
}

function realDigits({ letter, precision, flags }: Conversion, value: number): string {
  const places = precision ?? 6;
  switch (letter.toLowerCase()) {
    case 'f':
      return value >= 1e21
        ? `${BigInt(value)}${places > 0 ? `.${'0'.repeat(places)}` : ''}`
        : value.toFixed(Math.min(100, places));
    case 'e':
      return cased(exponential(value, places), letter);
    default: {
      const significant = places === 0 ? 1 : places;
      const exponent =
        value === 0 ? 0 : Number(value.toExponential(Math.min(100, significant - 1)).split('e')[1]);
      if (exponent < -4 || exponent >= significant)
        return cased(trimZeros(exponential(value, significant - 1), flags), letter);
      return trimZeros(value.toFixed(Math.min(100, Math.max(0, significant - 1 - exponent))), flags);
    }
  }
}

function cased(text: string, letter: string): string {
  return letter === letter.toUpperCase() ? text.toUpperCase() : text;
}

function exponential(value: number, places: number): string {
  const [mantissa = '', exponent = '+0'] = value.toExponential(Math.min(100, places)).split('e');
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${mantissa}e${sign}${exponent.replace(/^[-+]/, '').padStart(2, '0')}`;
}

function trimZeros(text: string, flags: string): string {
  if (flags.includes('#')) return text;
  const [mantissa = '', exponent] = text.split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return exponent === undefined ? short : `${short}e${exponent}`;
}
