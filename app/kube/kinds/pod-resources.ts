import { formatQuantity, quantityNanos } from './quantity.ts';
import type { Container, Pod } from './types.data.ts';

type Amounts = Readonly<Record<string, string>>;

/** What a whole Pod asks for and is limited to: its containers together, or its largest init container. */
export function podAmounts({ spec }: Pod): { readonly requests: Amounts; readonly limits: Amounts } {
  return { requests: total(spec, 'requests'), limits: total(spec, 'limits') };
}

function total(spec: Pod['spec'], key: 'requests' | 'limits'): Amounts {
  const of = (container: Container): Amounts => container.resources?.[key] ?? {};
  const inits = spec.initContainers ?? [];
  const sidecars = inits.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const running = [...spec.containers, ...sidecars].map(of).reduce(sum, {});
  const starting = inits.map((container, index) => {
    if (container.restartPolicy === 'Always') return {};
    const before = inits.slice(0, index).filter(({ restartPolicy }) => restartPolicy === 'Always');
    return [...before, container].map(of).reduce(sum, {});
  });
  const most = starting.reduce(larger, running);
  return key === 'requests' || Object.keys(most).length > 0 ? sum(most, spec.overhead ?? {}) : most;
}

function sum(a: Amounts, b: Amounts): Amounts {
  const out: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const own = out[name];
    out[name] = own === undefined ? amount : formatQuantity(quantityNanos(own) + quantityNanos(amount), own);
  }
  return out;
}

function larger(a: Amounts, b: Amounts): Amounts {
  const out: Record<string, string> = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const own = out[name];
    if (own === undefined || quantityNanos(amount) > quantityNanos(own)) out[name] = amount;
  }
  return out;
}
