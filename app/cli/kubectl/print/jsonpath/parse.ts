import { bad, good, type Result } from '../../../../base/result.ts';
import { goUnquote } from '../../go/unquote.ts';
import type { PathNode, SliceBounds } from './node.ts';

/**
 * Reads a JSONPath template of kubectl's dialect: text with actions in braces.
 * @upstream client-go util/jsonpath/parser.go
 */
export function parseJsonPath(template: string): Result<readonly PathNode[]> {
  const nodes: PathNode[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf('{', at);
    const text = template.slice(at, open === -1 ? undefined : open);
    if (text !== '') nodes.push({ type: 'text', text });
    if (open === -1) break;
    const action = new ActionParser(template, open + 1).parse();
    if (!action.ok) return action;
    nodes.push({ type: 'list', nodes: action.value.nodes });
    at = action.value.end;
  }
  return good(nodes);
}

interface Action {
  readonly nodes: readonly PathNode[];
  readonly end: number;
}

/** Reads one action up to and with its closing brace. */
class ActionParser {
  readonly #input: string;
  #at: number;
  readonly #nodes: PathNode[] = [];

  constructor(input: string, at: number) {
    this.#input = input;
    this.#at = at;
  }

  parse(): Result<Action> {
    for (;;) {
      if (this.#input.startsWith('}', this.#at)) return good({ nodes: this.#nodes, end: this.#at + 1 });
      const step = this.#step();
      if (!step.ok) return step;
    }
  }

  #step(): Result<void> {
    if (this.#input.startsWith('[?(', this.#at)) return this.#filter();
    if (this.#input.startsWith('..', this.#at)) return this.#recursive();
    const next = this.#input.charAt(this.#at);
    if (next === '' || next === '\r' || next === '\n') return bad('unclosed action');
    if (' @$'.includes(next)) {
      this.#at++;
      return DONE;
    }
    if (next === '[') return this.#array();
    if (next === '"' || next === "'") return this.#quote(next);
    if (next === '.') {
      this.#at++;
      return this.#field();
    }
    if (/[-+\p{Nd}]/u.test(next)) return this.#number();
    if (isAlphaNumeric(next)) return this.#identifier();
    const shown = String.fromCodePoint(this.#input.codePointAt(this.#at) ?? 0);
    const code = (shown.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return bad(`unrecognized character in action: U+${code} '${shown}'`);
  }

  #recursive(): Result<void> {
    if (this.#nodes.at(-1)?.type === 'recursive') return bad('invalid multiple recursive descent');
    this.#at += 2;
    this.#nodes.push({ type: 'recursive' });
    return isAlphaNumeric(this.#input.charAt(this.#at)) ? this.#field() : DONE;
  }

  #field(): Result<void> {
    const name = this.#until((character) => isTerminator(character), true);
    if (name === '*') this.#nodes.push({ type: 'wildcard' });
    else this.#nodes.push({ type: 'field', name: name.replaceAll('\\', '') });
    return DONE;
  }

  #identifier(): Result<void> {
    const name = this.#until((character) => isTerminator(character), false);
    if (name === 'true' || name === 'false') this.#nodes.push({ type: 'bool', value: name === 'true' });
    else this.#nodes.push({ type: 'identifier', name });
    return DONE;
  }

  #number(): Result<void> {
    const from = this.#at;
    if (/[-+]/.test(this.#input.charAt(this.#at))) this.#at++;
    while (/[.\d]/.test(this.#input.charAt(this.#at))) this.#at++;
    const text = this.#input.slice(from, this.#at);
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) return bad(`cannot parse number ${text}`);
    this.#nodes.push({ type: 'number', value: Number(text), float: text.includes('.') });
    return DONE;
  }

  #quote(end: string): Result<void> {
    const from = this.#at;
    for (this.#at++; ; this.#at++) {
      const character = this.#input.charAt(this.#at);
      if (character === '' || character === '\n') return bad('unterminated quoted string');
      if (character === end && this.#input.charAt(this.#at - 1) !== '\\') break;
    }
    this.#at++;
    const quoted = this.#input.slice(from, this.#at);
    const text = goUnquote(quoted);
    if (!text.ok) return bad(`unquote string ${quoted} error ${text.error}`);
    this.#nodes.push({ type: 'text', text: text.value });
    return DONE;
  }

  #array(): Result<void> {
    const from = this.#at + 1;
    for (; this.#input.charAt(this.#at) !== ']'; this.#at++) {
      const character = this.#input.charAt(this.#at);
      if (character === '' || character === '\n') return bad('unterminated array');
    }
    const inner = this.#input.slice(from, this.#at);
    this.#at++;
    const parts = inner.split(',');
    if (parts.length > 1) return this.#union(parts);
    const key = /^'([^']*)'$/.exec(inner);
    if (key !== null) return this.#append(`.${key[1] ?? ''}`);
    const bounds = sliceBounds(inner === '*' ? ':' : inner);
    if (!bounds.ok) return bounds;
    this.#nodes.push({ type: 'array', bounds: bounds.value });
    return DONE;
  }

  #union(parts: readonly string[]): Result<void> {
    const lists: PathNode[] = [];
    for (const part of parts) {
      const list = parseAction(`[${part.replace(/^ +| +$/g, '')}]`);
      if (!list.ok) return list;
      lists.push(list.value);
    }
    this.#nodes.push({ type: 'union', parts: lists });
    return DONE;
  }

  #append(action: string): Result<void> {
    const list = parseAction(action);
    if (!list.ok) return list;
    if (list.value.type === 'list') this.#nodes.push(...list.value.nodes);
    return DONE;
  }

  #filter(): Result<void> {
    const from = this.#at + 3;
    const close = this.#endOfFilter(from);
    if (close === undefined) return bad('unterminated filter');
    if (this.#input.charAt(close + 1) !== ']') return bad('unclosed array expect ]');
    this.#at = close + 2;
    const text = this.#input.slice(from, close);
    const compared = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text);
    const left = parseAction(compared?.[1] ?? text);
    if (!left.ok) return left;
    if (compared === null) {
      this.#nodes.push({ type: 'filter', left: left.value, right: undefined, operator: 'exists' });
      return DONE;
    }
    const right = parseAction(compared[3] ?? '');
    if (!right.ok) return right;
    this.#nodes.push({ type: 'filter', left: left.value, right: right.value, operator: compared[2] ?? '' });
    return DONE;
  }

  /** The parenthesis that ends a filter: outside quotes, of which it may have one pair. */
  #endOfFilter(from: number): number | undefined {
    let quote: string | undefined;
    let closed = false;
    for (let at = from; at < this.#input.length; at++) {
      const character = this.#input.charAt(at);
      if (character === '\n') return undefined;
      if (character === '"' || character === "'") {
        if (quote === undefined) quote = character;
        else if (character === quote && this.#input.charAt(at - 1) !== '\\') closed = true;
      } else if (character === ')' && (quote !== undefined) === closed) return at;
    }
    return undefined;
  }

  #until(ends: (character: string) => boolean, escapes: boolean): string {
    const from = this.#at;
    while (!ends(this.#input.charAt(this.#at))) {
      if (escapes && this.#input.charAt(this.#at) === '\\') this.#at++;
      this.#at++;
    }
    return this.#input.slice(from, this.#at);
  }
}

const DONE = good(undefined);

function parseAction(text: string): Result<PathNode> {
  const nodes = parseJsonPath(`{${text}}`);
  if (!nodes.ok) return nodes;
  return good(nodes.value[0] ?? { type: 'list', nodes: [] });
}

function sliceBounds(text: string): Result<SliceBounds> {
  const found = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (found === null) return bad(`invalid array index ${text}`);
  for (const part of found.slice(1)) {
    const digits = (part ?? '').replace(':', '');
    if (digits === '-') return bad(`array index ${digits} is not a number`);
  }
  const at = (index: number): number | undefined => {
    const digits = (found[index] ?? '').replace(':', '');
    return digits === '' ? undefined : Number(digits);
  };
  const single = found[2] === undefined;
  const start = at(1);
  return good({ start, end: single ? (start ?? 0) + 1 : at(2), single, step: at(3) });
}

function isTerminator(character: string): boolean {
  return character === '' || /[\s.,[\]$@{}]/.test(character);
}

function isAlphaNumeric(character: string): boolean {
  return /^[_\p{L}\p{Nd}]$/u.test(character);
}
