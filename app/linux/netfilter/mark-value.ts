/** Every bit of a mark. */
export const ALL_BITS = 0xffffffff;

/** Reads `0x4000/0x4000` or `5`: a value and the bits that count. */
export function parseMark(text: string): { readonly value: number; readonly mask: number } | undefined {
  const [value = '', mask] = text.split('/', 2);
  const [v, m] = [parseNumber(value), mask === undefined ? ALL_BITS : parseNumber(mask)];
  return v === undefined || m === undefined ? undefined : { value: v, mask: m };
}

/** Hexadecimal as iptables prints marks. */
export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

function parseNumber(text: string): number | undefined {
  const value = /^(0[xX][0-9a-fA-F]+|\d+)$/.test(text) ? Number(text) : Number.NaN;
  return value <= ALL_BITS ? value : undefined;
}
