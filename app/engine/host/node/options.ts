import { parseArgs } from 'node:util';

/** Ends the program with a usage error. */
export function fail(message: string): never {
  process.stderr.write(`lintas: ${message}\n`);
  process.exit(2);
}

/** Options of the headless terminal and the benchmarks, with the files and names that stand between them. */
export function headlessOptions(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      world: { type: 'string', default: 'document' },
      mode: { type: 'string', default: 'iptables' },
      kubectl: { type: 'string' },
      interactive: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) fail(`--seed takes a whole number, not ${values.seed}`);
  return { ...values, seed, positionals };
}

/** What the options come to. */
export type HeadlessOptions = ReturnType<typeof headlessOptions>;

/** The proxy mode of that name; others end the program. */
export function proxyMode(name: string): 'iptables' {
  if (name !== 'iptables') fail(`--mode ${name}: only iptables is simulated so far`);
  return name;
}
