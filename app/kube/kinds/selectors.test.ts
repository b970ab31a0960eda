import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSelector, matches, parseSelector } from './selectors.ts';

const key = fc.constantFrom('app', 'tier', 'example.com/x');
const value = fc.constantFrom('a', 'b', 'web-1', '');
const labels = fc.dictionary(key, value, { maxKeys: 3 });
const term = fc.oneof(
  fc.tuple(key, fc.constantFrom('=', '==', '!='), value).map(([k, o, v]) => `${k}${o}${v}`),
  fc
    .tuple(key, fc.constantFrom('in', 'notin'), fc.uniqueArray(value, { minLength: 1, maxLength: 3 }))
    .map(([k, o, list]) => `${k} ${o} (${list.join(',')})`),
  key,
  key.map((k) => `!${k}`),
);
const text = fc.array(term, { minLength: 1, maxLength: 4 }).map((terms) => terms.join(','));

function parsed(selector: string) {
  const result = parseSelector(selector);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe('a label selector', () => {
  it('means the same after it has been written and read again', () => {
    fc.assert(
      fc.property(text, labels, (selector, one) => {
        const again = parsed(formatSelector(parsed(selector)));
        expect(matches(again, one)).toBe(matches(parsed(selector), one));
      }),
    );
  });

  it('takes what all of its terms take', () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), labels, (terms, one) => {
        const each = terms.every((single) => matches(parsed(single), one));
        expect(matches(parsed(terms.join(',')), one)).toBe(each);
      }),
    );
  });

  it('takes nothing that its negation takes', () => {
    fc.assert(
      fc.property(key, value, labels, (k, v, one) => {
        expect(matches(parsed(`${k}=${v}`), one)).toBe(!matches(parsed(`${k}!=${v}`), one));
        expect(matches(parsed(k), one)).toBe(!matches(parsed(`!${k}`), one));
      }),
    );
  });
});
