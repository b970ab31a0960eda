import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import recorded from './testdata/quantities.json' with { type: 'json' };
import { formatQuantity, parseQuantity, quantityMillis, quantityNanos, quantityValue } from './quantity.ts';

const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'u');
const quantity = fc
  .tuple(fc.nat(100_000), fc.constantFrom('', '.5', '.25', '.125'), suffix)
  .map(([whole, fraction, unit]) => `${whole}${fraction}${unit}`);

describe('a quantity', () => {
  it.each([
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5', '500m'],
    ['1024Ki', '1Mi'],
    ['1000k', '1M'],
    ['1.5Gi', '1536Mi'],
    ['100e3', '100e3'],
    ['0', '0'],
    ['1023', '1023'],
  ])('%s is written %s', (text, canonical) => {
    const parsed = parseQuantity(text);
    expect(parsed.ok && parsed.value.text).toBe(canonical);
  });

  it.each(['', 'x', '1x', '--1', '1 Gi', '1GiB'])('%s is none', (text) => {
    expect(parseQuantity(text).ok).toBe(false);
  });

  it('keeps its value in its canonical form', () => {
    fc.assert(
      fc.property(quantity, (text) => {
        const parsed = parseQuantity(text);
        if (!parsed.ok) throw new Error(parsed.error);
        expect(quantityNanos(parsed.value.text)).toBe(parsed.value.nanos);
      }),
    );
  });

  // The canonical form is no fixed point: 34203.125Ki is written 35024000, which itself is written 35024k.
  it.each(recorded.cases)('%s is written as apimachinery writes it', (text, canonical) => {
    const parsed = parseQuantity(text ?? '');
    expect(parsed.ok ? parsed.value.text : null).toBe(canonical);
  });

  it('adds up', () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        const sum = formatQuantity(quantityNanos(a) + quantityNanos(b), a);
        expect(quantityNanos(sum)).toBe(quantityNanos(a) + quantityNanos(b));
      }),
    );
  });

  it('is rounded up to thousandths and whole units', () => {
    expect([quantityMillis('1.0001'), quantityValue('1500m')]).toEqual([1001, 2]);
  });
});
