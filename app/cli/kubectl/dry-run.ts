import { good, type Result } from '../../base/result.ts';
import type { Sys } from '../../linux/process/program.ts';
import { failed, type Failure, type Outcome } from './failure.ts';
import type { Invocation } from './invocation.ts';
import { nameWord } from './print/name.ts';
import { objectPrinter, outputFormat, type KeyOrder, type ObjectPrinter } from './print/printer.ts';

/** How far a command goes: all the way, as far as the server's checks, or not even to the server. */
export type DryRun = 'none' | 'client' | 'server';

/** Reads --dry-run. */
export function* dryRunOf(k: Invocation): Sys<Result<DryRun, Failure>> {
  const value = k.flags.text('dry-run');
  if (value === 'none' || value === 'client' || value === 'server') return good(value);
  if (value === 'unchanged') {
    yield* k.p.warn('W: --dry-run is deprecated and can be replaced with --dry-run=client.\n');
    return good('client');
  }
  if (['true', 'false'].includes(value)) {
    const means = value === 'true' ? 'client' : 'none';
    yield* k.p.warn(
      `W: --dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${means}.\n`,
    );
    return good(means);
  }
  return failed(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** The query that makes the server check without keeping anything. */
export function dryRunQuery(dryRun: DryRun): { readonly dryRun?: string } {
  return dryRun === 'server' ? { dryRun: 'All' } : {};
}

/** Prints what happened to an object: one line, or the object in the format of -o. */
export class ResultPrinter {
  readonly #k: Invocation;
  readonly #printer: ObjectPrinter | undefined;
  readonly #dryRun: DryRun;

  constructor(k: Invocation, printer: ObjectPrinter | undefined, dryRun: DryRun) {
    this.#k = k;
    this.#printer = printer;
    this.#dryRun = dryRun;
  }

  /** Whether -o asks for objects instead of sentences. */
  get printsObjects(): boolean {
    return this.#printer !== undefined;
  }

  /** The sentence without a word about a dry run, as some verbs have it. */
  *printPlain(object: unknown, operation: string): Sys<Outcome> {
    yield* this.#k.p.print(`${nameWord(object)} ${operation}\n`);
    return good(undefined);
  }

  *print(object: unknown, operation: string, keys?: KeyOrder): Sys<Outcome> {
    if (this.#printer === undefined) {
      yield* this.#k.p.print(`${nameWord(object)} ${operation}${dryRunSuffix(this.#dryRun)}\n`);
      return good(undefined);
    }
    const text = this.#printer(object, keys);
    if (!text.ok) return text;
    yield* this.#k.p.print(text.value);
    return good(undefined);
  }
}

/** ` (dry run)`, ` (server dry run)` or nothing. */
export function dryRunSuffix(dryRun: DryRun): string {
  return dryRun === 'client' ? ' (dry run)' : dryRun === 'server' ? ' (server dry run)' : '';
}

/** The printer of a command that changes objects, under its -o. */
export function resultPrinter(k: Invocation, dryRun: DryRun): Result<ResultPrinter, Failure> {
  if (outputFormat(k).name === '') return good(new ResultPrinter(k, undefined, dryRun));
  const printer = objectPrinter(k);
  return printer.ok ? good(new ResultPrinter(k, printer.value, dryRun)) : failed(printer.error);
}

/** Reads --dry-run and -o together, as most verbs begin. */
export function* dryRunAndPrinter(
  k: Invocation,
): Sys<Result<{ readonly dryRun: DryRun; readonly printer: ResultPrinter }, Failure>> {
  const dryRun = yield* dryRunOf(k);
  if (!dryRun.ok) return dryRun;
  const printer = resultPrinter(k, dryRun.value);
  return printer.ok ? good({ dryRun: dryRun.value, printer: printer.value }) : printer;
}
