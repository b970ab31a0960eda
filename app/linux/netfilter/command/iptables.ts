import { bad, good, type Result } from '../../../base/result.ts';
import { listChain, listRule, listText, type ListOptions } from '../list.ts';
import type { TableName } from '../hook.ts';
import type { Netfilter } from '../netfilter.ts';
import { parseRule } from '../parse-rule.ts';
import { saveRule } from '../print-rule.ts';
import { refusalText, tableName, type ToolResult } from '../restore.ts';
import type { Rule } from '../rule.ts';
import { IPTABLES_VERSION } from '../save.ts';
import { StagedTable, type Refusal } from '../staged-table.ts';

/** What the command line asks for. */
interface Request {
  readonly table: TableName;
  readonly verb: string;
  /** Chain, then what follows it: a number, a new name, a policy. */
  readonly operands: readonly string[];
  readonly rule: readonly string[];
  readonly options: ListOptions;
}

/** Long names of the verbs. */
const VERBS: Readonly<Record<string, string>> = {
  '--append': '-A',
  '--insert': '-I',
  '--delete': '-D',
  '--replace': '-R',
  '--check': '-C',
  '--list': '-L',
  '--list-rules': '-S',
  '--flush': '-F',
  '--zero': '-Z',
  '--new-chain': '-N',
  '--new': '-N',
  '--delete-chain': '-X',
  '--policy': '-P',
  '--rename-chain': '-E',
};

/** How many operands a verb must have, and may have. */
const OPERANDS: Readonly<Record<string, readonly [number, number]>> = {
  '-A': [1, 1],
  '-I': [1, 2],
  '-D': [1, 2],
  '-R': [2, 2],
  '-C': [1, 1],
  '-L': [0, 2],
  '-S': [0, 2],
  '-F': [0, 1],
  '-Z': [0, 2],
  '-N': [1, 1],
  '-X': [0, 1],
  '-P': [2, 2],
  '-E': [2, 2],
};

/** Verbs that are followed by a rule. */
const RULE_VERBS: readonly string[] = ['-A', '-I', '-D', '-R', '-C'];

const FLAGS: Readonly<Record<string, ListOptions>> = {
  '-n': { numeric: true },
  '--numeric': { numeric: true },
  '-v': { verbose: true },
  '--verbose': { verbose: true },
  '-x': { exact: true },
  '--exact': { exact: true },
  '--line-numbers': { lineNumbers: true },
};

/** Runs `iptables ARGS` against a namespace. */
export function runIptables(netfilter: Netfilter, args: readonly string[], program = 'iptables'): ToolResult {
  const tool = new Tool(netfilter, program);
  if (args.includes('-V') || args.includes('--version')) return tool.done(`${program} ${IPTABLES_VERSION}\n`);
  const request = readRequest(splitShortFlags(args));
  return request.ok ? tool.run(request.value) : tool.fail(request.error);
}

/** How the tool fails: its own words with the hint (2), or whole lines with another code. */
type Failure = { readonly usage: string } | { readonly err: string; readonly code: number };

/** `-nvL` is `-n -v -L`, as getopt reads it. */
function splitShortFlags(args: readonly string[]): readonly string[] {
  return args.flatMap((arg) =>
    /^-[nvxLSFZ]{2,}$/.test(arg) ? Array.from(arg.slice(1), (flag) => `-${flag}`) : [arg],
  );
}

function readRequest(args: readonly string[]): Result<Request, Failure> {
  let table: TableName = 'filter';
  let verb: string | undefined;
  let operands: readonly string[] = [];
  let options: ListOptions = {};
  const rule: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const known = VERBS[arg] ?? arg;
    const flag = FLAGS[arg];
    const bounds = OPERANDS[known];
    if (arg === '-t' || arg === '--table') {
      const name = args[++at] ?? '';
      const found = tableName(name);
      if (!found)
        return bad({
          err: `iptables ${IPTABLES_VERSION}: table '${name}' does not exist\nPerhaps iptables or your kernel needs to be upgraded.\n`,
          code: 3,
        });
      table = found;
    } else if (flag) options = { ...options, ...flag };
    else if (arg === '-w' || arg === '--wait') {
      if (/^\d+$/.test(args[at + 1] ?? '')) at++;
    } else if (bounds && verb === undefined) {
      verb = known;
      operands = operandsAt(args, at + 1, known, bounds[1]);
      if (operands.length < bounds[0]) return bad({ usage: `option "${arg}" requires an argument` });
      at += operands.length;
    } else rule.push(arg);
  }
  if (verb === undefined) return bad({ usage: 'no command specified' });
  return good({ table, verb, operands, rule, options });
}

/** The words after a verb that belong to it; a second one only where it is a number, or the verb wants two. */
function operandsAt(args: readonly string[], from: number, verb: string, most: number): readonly string[] {
  const found: string[] = [];
  for (const arg of args.slice(from, from + most)) {
    const second = found.length === 1 && verb !== '-P' && verb !== '-E';
    if (arg.startsWith('-') || arg === '!' || (second && !/^\d+$/.test(arg))) break;
    found.push(arg);
  }
  return found;
}

class Tool {
  readonly #netfilter: Netfilter;
  readonly #program: string;

  constructor(netfilter: Netfilter, program: string) {
    this.#netfilter = netfilter;
    this.#program = program;
  }

  done(out = ''): ToolResult {
    return { out, err: '', code: 0 };
  }

  fail(failure: Failure): ToolResult {
    if ('err' in failure) return { out: '', ...failure };
    const hint = `Try \`${this.#program} -h' or '${this.#program} --help' for more information.`;
    return { out: '', err: `${this.#program} ${IPTABLES_VERSION}: ${failure.usage}\n${hint}\n`, code: 2 };
  }

  run(request: Request): ToolResult {
    const [chain = ''] = request.operands;
    if (chain.length > 28)
      return this.fail({ usage: `chain name \`${chain}' too long (must be under 29 chars)` });
    const [unexpected] = request.rule;
    if (unexpected !== undefined && !RULE_VERBS.includes(request.verb))
      return this.fail({
        usage: unexpected.startsWith('-')
          ? `unknown option "${unexpected}"`
          : `Bad argument \`${unexpected}'`,
      });
    if (request.verb === '-L') return this.#list(request);
    if (request.verb === '-S') return this.#listRules(request);
    if (RULE_VERBS.includes(request.verb)) return this.#rule(request);
    return this.#chains(request);
  }

  #list({ table, operands, options }: Request): ToolResult {
    const { chains } = this.#netfilter;
    chains.touch(table);
    const [name, number] = operands;
    if (name === undefined) return this.done(listText(chains, table, options));
    const chain = chains.get(table, name);
    if (!chain) return this.#noChain(table, name);
    return this.done(
      number === undefined
        ? listChain(chain, chains.references(table), options)
        : listRule(chain, Number(number) - 1, options),
    );
  }

  #listRules({ table, operands, options }: Request): ToolResult {
    const { chains } = this.#netfilter;
    chains.touch(table);
    const [name, number] = operands;
    if (name !== undefined && !chains.get(table, name)) return this.#noChain(table, name);
    const shown = chains.list(table).filter(({ row }) => name === undefined || row.name === name);
    const heads = shown.map((chain) => {
      const counts =
        options.verbose === true && chain.row.policy ? ` -c ${chain.policyPackets} ${chain.policyBytes}` : '';
      return chain.row.policy
        ? `-P ${chain.row.name} ${chain.row.policy}${counts}\n`
        : `-N ${chain.row.name}\n`;
    });
    const rules = shown.flatMap((chain) =>
      [...chain.row.rules.entries()].flatMap(([at, rule]) => {
        if (number !== undefined && at !== Number(number) - 1) return [];
        const counts = chain.counters(at);
        return [
          `-A ${chain.row.name} ${withCounters(rule, options.verbose === true ? counts : undefined)}\n`,
        ];
      }),
    );
    return this.done((number === undefined ? heads : []).join('') + rules.join(''));
  }

  #noChain(table: TableName, name: string): ToolResult {
    const text = `chain \`${name}' in table \`${table}' is incompatible, use 'nft' tool.`;
    return this.fail({ err: `${this.#program} ${IPTABLES_VERSION}: ${text}\n`, code: 1 });
  }

  #rule({ table, verb, operands, rule: words }: Request): ToolResult {
    const [chain = '', number] = operands;
    const staged = this.#staged(table);
    if (verb === '-D' && number !== undefined)
      return this.#commit(staged, staged.deleteNumber(chain, Number(number)));
    const parsed = parseRule(words);
    if (!parsed.ok) return this.fail({ usage: parsed.error });
    const [first] = parsed.value;
    if (!first) return this.fail({ usage: 'no rule' });
    switch (verb) {
      case '-A':
        return this.#commit(staged, staged.append(chain, parsed.value));
      case '-I':
        return this.#commit(staged, staged.insert(chain, Number(number ?? 1), parsed.value));
      case '-R':
        return this.#commit(staged, staged.replace(chain, Number(number), first));
      case '-C':
        return staged.has(chain, first)
          ? this.done()
          : this.#refused({ type: staged.get(chain) ? 'no-rule' : 'no-chain' });
      default:
        return this.#commit(staged, staged.deleteRule(chain, first));
    }
  }

  #chains({ table, verb, operands }: Request): ToolResult {
    const [chain, second = ''] = operands;
    const staged = this.#staged(table);
    const all = this.#netfilter.chains.list(table).map(({ row }) => row.name);
    const own = all.filter((name) => !staged.isBuiltIn(name));
    switch (verb) {
      case '-N':
        return this.#commit(staged, staged.newChain(chain ?? ''));
      case '-X':
        return this.#each(staged, chain === undefined ? own : [chain], (name) => staged.deleteChain(name));
      case '-F':
        return this.#each(staged, chain === undefined ? all : [chain], (name) => staged.flush(name));
      case '-Z':
        return this.#each(staged, chain === undefined ? all : [chain], (name) => staged.zero(name));
      case '-E':
        return this.#commit(staged, staged.rename(chain ?? '', second));
      default:
        return this.#policy(staged, table, chain ?? '', second);
    }
  }

  #policy(staged: StagedTable, table: TableName, chain: string, policy: string): ToolResult {
    if (table === 'nat' && policy === 'DROP')
      return this.fail({
        usage: '\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n',
      });
    if (policy !== 'ACCEPT' && policy !== 'DROP')
      return this.fail({ err: "iptables: Bad policy name. Run `dmesg' for more information.\n", code: 1 });
    return this.#commit(staged, staged.setPolicy(chain, policy));
  }

  #staged(table: TableName): StagedTable {
    return new StagedTable(this.#netfilter.chains, table, this.#netfilter.nfacct);
  }

  #each(
    staged: StagedTable,
    names: readonly string[],
    act: (name: string) => Refusal | undefined,
  ): ToolResult {
    for (const name of names) {
      const refused = act(name);
      if (refused) return this.#refused(refused);
    }
    return this.#commit(staged, undefined);
  }

  #commit(staged: StagedTable, refused: Refusal | undefined): ToolResult {
    if (refused) return this.#refused(refused);
    const done = staged.commit();
    return done.ok ? this.done() : this.#refused(done.error);
  }

  #refused(refusal: Refusal): ToolResult {
    if (refusal.type === 'no-target') return this.fail({ usage: refusalText(refusal) });
    if (refusal.type === 'kernel')
      return this.fail({ err: `${this.#program} ${IPTABLES_VERSION}:  ${refusal.text}\n`, code: 4 });
    return this.fail({ err: `${this.#program}: ${refusalText(refusal)}\n`, code: 1 });
  }
}

function withCounters(
  rule: Rule,
  counters: { readonly packets: number; readonly bytes: number } | undefined,
): string {
  if (!counters) return saveRule(rule);
  const { target, ...conditions } = rule;
  const whole = saveRule(rule);
  const before = saveRule(conditions);
  const counts = `-c ${counters.packets} ${counters.bytes}`;
  return target
    ? `${before}${before === '' ? '' : ' '}${counts}${whole.slice(before.length + (before === '' ? -1 : 0))}`
    : `${before} ${counts}`;
}
