/**
 * Whether a plain scalar would be read back as a string. YAML 1.1 reads many words as something else, and what would
 * change its type has to be quoted.
 * @upstream goyaml.v2/resolve.go resolve
 */
export function staysString(text: string): boolean {
  if (WORDS.has(text)) return false;
  const first = text.charAt(0);
  if (first === '.') return !isGoFloat(text);
  if (!/[-+0-9]/.test(first)) return true;
  return !isTimestamp(text) && !isNumber(text.replaceAll('_', '')) && !BASE_60.test(text);
}

const WORDS: ReadonlySet<string> = new Set([
  '',
  ...`
    ~ null Null NULL
    y Y yes Yes YES true True TRUE on On ON
    n N no No NO false False FALSE off Off OFF
    .nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF
  `
    .trim()
    .split(/\s+/),
]);

const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const YAML_FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const GO_INTEGER = /^[-+]?(0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)$/;

function isNumber(plain: string): boolean {
  if (GO_INTEGER.test(plain) && fitsInteger(plain)) return true;
  return YAML_FLOAT.test(plain) && Number.isFinite(Number(plain));
}

/** Decimal integers beyond 64 bits are floats anyway, other bases beyond are strings. */
function fitsInteger(plain: string): boolean {
  const negative = plain.startsWith('-');
  const digits = plain.replace(/^[-+]/, '');
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  return negative ? value <= 1n << 63n : value < 1n << 64n;
}

/** What strconv.ParseFloat takes among words that begin with a point. */
function isGoFloat(text: string): boolean {
  return /^\.[0-9]+([eE][-+]?[0-9]+)?$/.test(text) && Number.isFinite(Number(text));
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const DATE_TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)$/;

function isTimestamp(text: string): boolean {
  const found = DATE.exec(text) ?? DATE_TIME.exec(text);
  if (found === null) return false;
  const [year, month, day, ...clock] = found.slice(1).map((part) => Number(part ?? 0));
  const [hour, minute, second] = clock.length > 3 && found[4] === undefined ? clock.slice(3) : clock;
  return (
    isDay(year ?? 0, month ?? 0, day ?? 0) && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60
  );
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
