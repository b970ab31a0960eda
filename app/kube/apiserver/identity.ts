import { hexWord } from '../../base/hex.ts';
import type { Random } from '../../base/random.ts';

/** A UUID of version 4 drawn from a seeded stream, as objects carry it in metadata.uid. */
export function uuid(random: Random): string {
  const first = random.bits();
  const second = hexWord((random.bits() & 0xffff0fff) | 0x4000);
  const third = hexWord((random.bits() & 0x3fffffff) | 0x80000000);
  const fourth = hexWord(random.bits());
  return `${hexWord(first)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${fourth}`;
}
