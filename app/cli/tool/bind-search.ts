import type { Answered, ExchangeError, ExchangeOptions } from '../../linux/dns/exchange.ts';
import { exchange } from '../../linux/dns/exchange.ts';
import { searchNames, type ResolvConf } from '../../linux/dns/resolv-conf.ts';
import type { Process, Sys } from '../../linux/process/program.ts';

/** What a walk along the search list came to. */
export interface Searched {
  readonly name: string;
  /** Every answer on the way, the last one being the result. */
  readonly answers: readonly Answered[];
  readonly error?: ExchangeError;
}

/** Asks for a name along the search list, as the tools of BIND do it, until an answer is no NXDOMAIN. */
export function* searchBind(
  p: Process,
  name: string,
  type: string,
  conf: ResolvConf,
  options: Omit<ExchangeOptions, 'timeoutMs'> & {
    readonly timeoutMs?: number;
    readonly tries?: number;
    readonly search: boolean;
  },
): Sys<Searched> {
  const absolute = name.endsWith('.') ? name : `${name}.`;
  const names = options.search ? searchNames(name, conf) : [absolute];
  const answers: Answered[] = [];
  let last = absolute;
  for (const candidate of names) {
    last = candidate;
    const got = yield* askTries(p, candidate, type, options);
    if (!got.ok) return { name: candidate, answers, error: got.error };
    answers.push(...got.value);
    if (got.value[0]?.message.rcode !== 'NXDOMAIN') break;
  }
  return { name: last, answers };
}

function* askTries(
  p: Process,
  name: string,
  type: string,
  options: Omit<ExchangeOptions, 'timeoutMs'> & { readonly timeoutMs?: number; readonly tries?: number },
): Sys<
  | { readonly ok: true; readonly value: readonly Answered[] }
  | { readonly ok: false; readonly error: ExchangeError }
> {
  const asked = [{ name, type }];
  const timed = { ...options, timeoutMs: options.timeoutMs ?? 5000 };
  for (let left = options.tries ?? 3; ; left--) {
    const got = yield* exchange(p, asked, timed);
    if (got.ok || left <= 1) return got;
  }
}
