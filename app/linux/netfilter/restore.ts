import { assertNever } from '../../base/assert.ts';
import type { TableName } from './hook.ts';
import type { Netfilter } from './netfilter.ts';
import type { Policy } from './netfilter-tables.ts';
import { parseRule } from './parse-rule.ts';
import { splitArguments } from './quote.ts';
import type { Counters } from './rule.ts';
import { IPTABLES_VERSION } from './save.ts';
import { StagedTable, type Refusal } from './staged-table.ts';

/** What a tool left behind. */
export interface ToolResult {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Options of iptables-restore. */
export interface RestoreOptions {
  readonly noflush?: boolean;
  readonly counters?: boolean;
  readonly table?: TableName;
  /** Look for errors, change nothing. */
  readonly test?: boolean;
  /** What the tool was called as. */
  readonly program?: string;
}

/** A failure of one line: the whole text for stderr, and the exit code. */
interface Failure {
  readonly err: string;
  readonly code: number;
}

/** Reads the text of iptables-save or of a program and changes the tables at each COMMIT. */
export function restoreText(netfilter: Netfilter, text: string, options: RestoreOptions = {}): ToolResult {
  const program = options.program ?? 'iptables-restore';
  let staged: { readonly name: TableName; readonly table: StagedTable } | undefined;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const reader = new LineReader(program, index + 1, options);
    let failed: Failure | undefined;
    if (line.startsWith('*')) {
      const name = tableName(line.slice(1).trim());
      if (!name)
        return fail(
          reader.usage(`${program}: line ${index + 1} table name '${line.slice(1).trim()}' invalid`),
        );
      staged = { name, table: new StagedTable(netfilter.chains, name, netfilter.nfacct) };
      if (options.noflush !== true) staged.table.clear();
    } else if (line.trim() === 'COMMIT' && staged) {
      failed = reader.commit(staged, options);
      staged = undefined;
    } else if (!staged) failed = reader.usage(`${program}: line ${index + 1} failed`);
    else if (line.startsWith(':')) failed = reader.chain(staged.table, line);
    else failed = reader.rule(staged.table, line);
    if (failed) return fail(failed);
  }
  if (staged) return fail({ err: `${program}: COMMIT expected at line ${lines.length + 1}\n`, code: 1 });
  return { out: '', err: '', code: 0 };
}

function fail({ err, code }: Failure): ToolResult {
  return { out: '', err, code };
}

/** Reads a table's name. */
export function tableName(text: string): TableName | undefined {
  return text === 'filter' || text === 'nat' || text === 'mangle' || text === 'raw' ? text : undefined;
}

/** Reads one line and says what is wrong with it in the tool's words. */
class LineReader {
  readonly #program: string;
  readonly #line: number;
  readonly #counters: boolean;

  constructor(program: string, line: number, options: RestoreOptions) {
    this.#program = program;
    this.#line = line;
    this.#counters = options.counters === true;
  }

  usage(text: string): Failure {
    const named = text.startsWith('Bad argument') ? text : `${this.#program} ${IPTABLES_VERSION}: ${text}`;
    const hint = `Try \`${this.#program} -h' or '${this.#program} --help' for more information.`;
    return { err: `${named}\nError occurred at line: ${this.#line}\n${hint}\n`, code: 2 };
  }

  commit(
    staged: { readonly name: TableName; readonly table: StagedTable },
    options: RestoreOptions,
  ): Failure | undefined {
    if (options.test === true || (options.table ?? staged.name) !== staged.name) return undefined;
    const done = staged.table.commit();
    return done.ok ? undefined : this.refused(done.error);
  }

  chain(table: StagedTable, line: string): Failure | undefined {
    const [name = '', policy = '-', counters = ''] = line.slice(1).split(/\s+/);
    if (name.length > 28) return this.usage(`Invalid chain name \`${name}' (28 chars max)`);
    table.declare(name, policyName(policy), this.#counters ? parseCounters(counters) : undefined);
    return undefined;
  }

  rule(table: StagedTable, line: string): Failure | undefined {
    const counted = /^\[(\d+):(\d+)\] ?/.exec(line);
    const words = splitArguments(counted ? line.slice(counted[0].length) : line);
    if (!words) return this.usage('unbalanced quotes');
    const counters =
      counted && this.#counters ? { packets: Number(counted[1]), bytes: Number(counted[2]) } : undefined;
    const [verb = '', chain = '', ...rest] = words;
    const numbered = /^\d+$/.test(rest[0] ?? '') ? Number(rest[0]) : undefined;
    switch (verb) {
      case '-X':
      case '--delete-chain':
        return this.#done(table.deleteChain(chain));
      case '-F':
      case '--flush':
        return this.#done(table.flush(chain));
      case '-N':
      case '--new-chain':
        return this.#done(table.newChain(chain));
      case '-P':
        return this.#done(table.setPolicy(chain, policyName(rest[0] ?? '') ?? 'ACCEPT'));
      case '-D':
      case '--delete':
        if (numbered !== undefined) return this.#done(table.deleteNumber(chain, numbered));
    }
    if (!['-A', '--append', '-I', '--insert', '-D', '--delete'].includes(verb))
      return this.usage(`Bad argument \`${verb}'`);
    const rules = parseRule(numbered === undefined ? rest : rest.slice(1));
    if (!rules.ok) return this.usage(rules.error);
    if (verb === '-A' || verb === '--append') return this.#done(table.append(chain, rules.value, counters));
    if (verb === '-I' || verb === '--insert')
      return this.#done(table.insert(chain, numbered ?? 1, rules.value, counters));
    const [first] = rules.value;
    return first && this.#done(table.deleteRule(chain, first));
  }

  refused(refusal: Refusal): Failure {
    if (refusal.type === 'no-target') return this.usage(`Chain '${refusal.chain}' does not exist`);
    if (refusal.type === 'kernel')
      return {
        err: `${this.#program} ${IPTABLES_VERSION}: \nline ${this.#line}: ${refusal.text}\n`,
        code: 4,
      };
    return { err: `${this.#program}: line ${this.#line} failed: ${refusalText(refusal)}\n`, code: 1 };
  }

  #done(refusal: Refusal | undefined): Failure | undefined {
    return refusal && this.refused(refusal);
  }
}

/** The words for a refusal that the tools print after their name. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.type) {
    case 'no-chain':
      return 'No chain/target/match by that name.';
    case 'chain-exists':
      return 'Chain already exists.';
    case 'no-rule':
      return 'Bad rule (does a matching rule exist in that chain?).';
    case 'index':
      return `Index of ${refusal.of} too big.`;
    case 'no-target':
      return `Chain '${refusal.chain}' does not exist`;
    case 'kernel':
      return refusal.text;
    default:
      return assertNever(refusal);
  }
}

function policyName(text: string): Policy | undefined {
  return text === 'ACCEPT' || text === 'DROP' ? text : undefined;
}

function parseCounters(text: string): Counters | undefined {
  const found = /^\[(\d+):(\d+)\]$/.exec(text);
  return found ? { packets: Number(found[1]), bytes: Number(found[2]) } : undefined;
}
