import type { Random, RandomStreams } from '../../../base/random.ts';

/** A range of numbers to give out. The lower part is kept for those that are asked for by number. */
export interface Bands {
  readonly first: number;
  readonly last: number;
  /** First number of the upper part, from which free choice draws before it turns to the lower one. */
  readonly dynamic: number;
}

/** So many draws are tried before the range is searched in order. */
const TRIES = 64;

/**
 * Draws a free number: what the world lists for this purpose first, then by chance from the upper part, then from the
 * lower one; undefined when the range is full.
 */
export function drawFree(
  random: RandomStreams,
  stream: string,
  bands: Bands,
  isTaken: (value: number) => boolean,
  readListed: (text: string) => number | undefined,
): number | undefined {
  for (let listed = random.listed(stream); listed !== undefined; listed = random.listed(stream)) {
    const value = readListed(listed);
    if (value !== undefined && value >= bands.first && value <= bands.last && !isTaken(value)) return value;
  }
  const chance = random.stream(stream);
  return (
    drawBetween(chance, bands.dynamic, bands.last, isTaken) ??
    drawBetween(chance, bands.first, bands.dynamic - 1, isTaken)
  );
}

function drawBetween(
  chance: Random,
  first: number,
  last: number,
  isTaken: (value: number) => boolean,
): number | undefined {
  const size = last - first + 1;
  if (size <= 0) return undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    const value = first + chance.below(size);
    if (!isTaken(value)) return value;
  }
  const start = chance.below(size);
  for (let step = 0; step < size; step++) {
    const value = first + ((start + step) % size);
    if (!isTaken(value)) return value;
  }
  return undefined;
}

/** Where free choice begins in a range of that size. @upstream KEP-3070, KEP-3668 */
export function reservedSize(size: number, least: number, most: number, divisor: number): number {
  return Math.min(Math.max(least, Math.floor(size / divisor)), most);
}
