import type { Random } from '../../base/random.ts';

/** A UUID of version 4 drawn from a seeded stream, as objects carry it in metadata.uid. */
export function uuid(random: Random): string {
  let hex = '';
  for (let word = 0; word < 4; word++) hex += (random.bits() >>> 0).toString(16).padStart(8, '0');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) & 3] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
