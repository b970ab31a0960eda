import { STDIN } from '../../linux/names.ts';
import { quote } from '../tool/quote.ts';
import { tool } from '../tool/tool.ts';

/** Prints the prime factors of numbers. */
export const factor = tool('factor', 'factor [NUMBER]...', function* (p) {
  const words =
    p.argv.length > 1
      ? p.argv.slice(1)
      : (yield* p.readAll(STDIN)).split(/\s+/).filter((word) => word !== '');
  let status = 0;
  for (const word of words) {
    if (!/^\+?\d{1,15}$/.test(word)) {
      yield* p.warn(`factor: ${quote(word)} is not a valid positive integer\n`);
      status = 1;
      continue;
    }
    let rest = Number(word);
    let out = `${rest}:`;
    for (let prime = 2; prime * prime <= rest; prime += prime === 2 ? 1 : 2) {
      for (; rest % prime === 0; rest /= prime) out += ` ${prime}`;
    }
    yield* p.print(`${out}${rest > 1 ? ` ${rest}` : ''}\n`);
  }
  return status;
});
