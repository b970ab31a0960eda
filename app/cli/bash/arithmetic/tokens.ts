/** A piece of an arithmetic expression and where it begins. */
export interface Token {
  readonly type: 'number' | 'name' | 'operator' | 'end' | 'invalid';
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /\s*(?:(\d[\w#@]*)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^~!<>=?:,()[\]])|(\S))/y;

/** Cuts an expression into tokens, the last of type `end`. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let from = 0; ;) {
    TOKEN.lastIndex = from;
    const found = TOKEN.exec(text);
    if (!found) break;
    const [all, number, name, operator, other = ''] = found;
    const token = number ?? name ?? operator ?? other;
    const at = from + all.length - token.length;
    const type = number ? 'number' : name ? 'name' : operator ? 'operator' : 'invalid';
    tokens.push({ type, text: token, at });
    from += all.length;
  }
  tokens.push({ type: 'end', text: '', at: text.length });
  return tokens;
}

/** A number as the shell writes it: decimal, 0 octal, 0x hexadecimal, BASE#DIGITS. */
export function numberOf(text: string): bigint | 'invalid' | 'too great for base' {
  const based = /^(\d+)#([0-9a-zA-Z@_]+)$/.exec(text);
  if (based) return digitsOf(based[2] ?? '', Number(based[1]));
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return BigInt.asIntN(64, BigInt(text));
  if (/^0\d*$/.test(text)) return digitsOf(text, 8);
  return /^\d+$/.test(text)
    ? BigInt.asIntN(64, BigInt(text))
    : /^\d+\w*$/.test(text)
      ? 'too great for base'
      : 'invalid';
}

function digitsOf(digits: string, base: number): bigint | 'invalid' | 'too great for base' {
  if (base < 2 || base > 64) return 'invalid';
  let value = 0n;
  for (const digit of digits) {
    const worth = digitOf(digit, base);
    if (worth < 0 || worth >= base) return 'too great for base';
    value = value * BigInt(base) + BigInt(worth);
  }
  return BigInt.asIntN(64, value);
}

function digitOf(digit: string, base: number): number {
  if (digit === '@') return 62;
  if (digit === '_') return 63;
  if (digit >= '0' && digit <= '9') return Number(digit);
  const code = digit.charCodeAt(0);
  if (digit >= 'a') return code - 97 + 10;
  return code - 65 + (base <= 36 ? 10 : 36);
}
