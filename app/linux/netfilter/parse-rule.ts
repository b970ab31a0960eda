import { canonicalCidr, ipv4Number } from '../../base/ip.ts';
import { bad, good, type Result } from '../../base/result.ts';
import type { GivenOption } from './extension.ts';
import { matchKind, type Match } from './matches/index.ts';
import { parseProtocol, protocolName } from './protocols.ts';
import type { AddressTest, Rule } from './rule.ts';
import { targetKind, type Target } from './targets/index.ts';

/** The draft of a rule while its arguments are read. */
interface Draft {
  sources: readonly AddressTest[];
  destinations: readonly AddressTest[];
  header: Omit<Rule, 'matches' | 'source' | 'destination' | 'target'>;
  matches: { readonly name: string; readonly given: GivenOption[] }[];
  target?: { readonly name: string; readonly goto: boolean; readonly given: GivenOption[] };
}

/**
 * Reads the arguments of a rule as iptables does. Several addresses after one `-s` or `-d` make several rules.
 * The error is the tool's text after `iptables v1.8.9 (nf_tables): `. Whether the target's chain exists is not asked.
 */
export function parseRule(words: readonly string[]): Result<readonly Rule[]> {
  const draft: Draft = { sources: [], destinations: [], header: {}, matches: [] };
  let negated = false;
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    if (word === '!') {
      negated = true;
      at++;
      continue;
    }
    const taken = takeOption(draft, word, words.slice(at + 1), negated);
    if (!taken.ok) return taken;
    at += 1 + taken.value;
    negated = false;
  }
  return finish(draft);
}

/** Takes one option into the draft and says how many values it had. */
function takeOption(draft: Draft, name: string, rest: readonly string[], negated: boolean): Result<number> {
  const known = HEADER[name];
  if (known) {
    const value = rest[0];
    if (value === undefined) return bad(`option "${name}" requires an argument`);
    const error = known(draft, value, negated);
    return error === undefined ? good(1) : bad(error);
  }
  if (name === '-f' || name === '--fragment') {
    draft.header = { ...draft.header, fragment: true };
    return good(0);
  }
  return takeExtensionOption(draft, name, rest, negated);
}

type HeaderOption = (draft: Draft, value: string, negated: boolean) => string | undefined;

const source: HeaderOption = (draft, value, negated) => {
  const tests = parseAddresses(value, negated);
  if (tests.ok) draft.sources = tests.value;
  return tests.ok ? undefined : tests.error;
};
const destination: HeaderOption = (draft, value, negated) => {
  const tests = parseAddresses(value, negated);
  if (tests.ok) draft.destinations = tests.value;
  return tests.ok ? undefined : tests.error;
};
const protocol: HeaderOption = (draft, value, negated) => {
  const number = parseProtocol(value);
  if (number === undefined) return `unknown protocol "${value}" specified`;
  if (number === 0) return negated ? 'rule would never match protocol' : undefined;
  draft.header = { ...draft.header, protocol: negated ? { number, negated: true } : { number } };
  return undefined;
};
const interfaceIn: HeaderOption = (draft, name, negated) => {
  draft.header = { ...draft.header, interfaceIn: negated ? { name, negated: true } : { name } };
  return undefined;
};
const interfaceOut: HeaderOption = (draft, name, negated) => {
  draft.header = { ...draft.header, interfaceOut: negated ? { name, negated: true } : { name } };
  return undefined;
};
const match: HeaderOption = (draft, name) => {
  if (!matchKind(name)) return `Couldn't load match \`${name}':No such file or directory\n`;
  draft.matches.push({ name, given: [] });
  return undefined;
};
const jump: HeaderOption = (draft, name) => {
  draft.target = { name, goto: false, given: [] };
  return undefined;
};
const goTo: HeaderOption = (draft, name) => {
  draft.target = { name, goto: true, given: [] };
  return undefined;
};

const HEADER: Readonly<Record<string, HeaderOption>> = {
  '-s': source,
  '--source': source,
  '--src': source,
  '-d': destination,
  '--destination': destination,
  '--dst': destination,
  '-p': protocol,
  '--protocol': protocol,
  '--proto': protocol,
  '-i': interfaceIn,
  '--in-interface': interfaceIn,
  '-o': interfaceOut,
  '--out-interface': interfaceOut,
  '-m': match,
  '--match': match,
  '-j': jump,
  '--jump': jump,
  '-g': goTo,
  '--goto': goTo,
};

/** An option belongs to the target, or to the match named last that knows it; `-p tcp` loads its match unasked. */
function takeExtensionOption(
  draft: Draft,
  name: string,
  rest: readonly string[],
  negated: boolean,
): Result<number> {
  const ofTarget =
    draft.target && !draft.target.goto ? targetKind(draft.target.name)?.options[name] : undefined;
  const owner = draft.matches.findLast((candidate) => matchKind(candidate.name)?.options[name] !== undefined);
  let given = ofTarget === undefined ? owner?.given : draft.target?.given;
  let arity = ofTarget ?? (owner && matchKind(owner.name)?.options[name]);
  if (!given && draft.header.protocol && draft.header.protocol.negated !== true) {
    const implied = protocolName(draft.header.protocol.number);
    arity = matchKind(implied)?.options[name];
    if (arity !== undefined) {
      given = [];
      draft.matches.push({ name: implied, given });
    }
  }
  if (!given || arity === undefined)
    return bad(name.startsWith('-') ? `unknown option "${name}"` : `Bad argument \`${name}'`);
  let values = rest.slice(0, arity);
  if (values.length < arity) return bad(`option "${name}" requires an argument`);
  given.push({ name, values, negated });
  return good(arity);
}

function finish(draft: Draft): Result<readonly Rule[]> {
  const found: Match[] = [];
  for (const { name, given } of draft.matches) {
    const parsed = matchKind(name)?.parse(given) ?? bad(`Couldn't load match \`${name}'`);
    if (!parsed.ok) return parsed;
    found.push(parsed.value);
  }
  const target = finishTarget(draft);
  if (!target.ok) return target;
  const rest = { ...draft.header, matches: found, ...(target.value ? { target: target.value } : {}) };
  const rules = (draft.sources.length > 0 ? draft.sources : [undefined]).flatMap((from) =>
    (draft.destinations.length > 0 ? draft.destinations : [undefined]).map((to) => ({
      ...(from ? { source: from } : {}),
      ...(to ? { destination: to } : {}),
      ...rest,
    })),
  );
  return good(rules.map((rule) => withoutAnywhere(rule)));
}

function finishTarget(draft: Draft): Result<Target | undefined> {
  if (!draft.target) return good(undefined);
  const { name, goto, given } = draft.target;
  if (goto) return good({ name: 'goto', chain: name });
  if (name === 'RETURN') return good({ name: 'RETURN' });
  const kind = targetKind(name);
  return kind ? kind.parse(given) : good({ name: 'jump', chain: name });
}

/** `-s 0.0.0.0/0` says nothing and is not kept. */
function withoutAnywhere(rule: Rule): Rule {
  const { source: from, destination: to, ...rest } = rule;
  return {
    ...(from && !isAnywhere(from) ? { source: from } : {}),
    ...(to && !isAnywhere(to) ? { destination: to } : {}),
    ...rest,
  };
}

function isAnywhere(test: AddressTest): boolean {
  return test.negated !== true && (test.network === '0.0.0.0/0' || test.network === '::/0');
}

function parseAddresses(text: string, negated: boolean): Result<readonly AddressTest[]> {
  const tests: AddressTest[] = [];
  for (const part of text.split(',')) {
    const network = parseNetwork(part);
    if (network === undefined) return bad(`host/network \`${part.split('/', 1)[0] ?? ''}' not found`);
    tests.push(negated ? { network, negated: true } : { network });
  }
  return good(tests);
}

/** Canonical text of `10.1.2.3`, `10.1.2.3/16`, `10.1.2.3/255.255.0.0` or `10/8`. */
function parseNetwork(text: string): string | undefined {
  const [address = '', mask] = text.split('/', 2);
  const padded = /^\d+(\.\d+){0,2}$/.test(address)
    ? `${address}${'.0'.repeat(4 - address.split('.').length)}`
    : address;
  const bits = mask?.includes('.') === true ? maskBits(mask) : mask;
  return canonicalCidr(bits === undefined ? padded : `${padded}/${bits}`);
}

function maskBits(mask: string): string | undefined {
  const value = ipv4Number(mask);
  return value < 0 ? undefined : String(Math.clz32(~value));
}
