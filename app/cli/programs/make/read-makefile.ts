import type { Process, Sys } from '../../../linux/process/program.ts';
import { sourceLines, withoutComment, type Rule, type SourceLine } from './makefile.ts';
import type { Variables } from './variables.ts';

/** What makefiles say. */
export interface Rules {
  readonly all: Rule[];
  readonly phony: Set<string>;
  firstTarget: string | undefined;
}

const ASSIGNMENT = /^\s*((?:override\s+|export\s+)*)([^\s:=+?!#]+)\s*(=|:=|::=|\?=|\+=|!=)\s*(.*)$/s;
const CONDITION = /^\s*(ifdef|ifndef|ifeq|ifneq)\s*(.*)$/;

/** Reads makefiles line by line, as make does: variables at once, rules when their recipe ends. */
export class MakefileReader {
  readonly #p: Process;
  readonly #variables: Variables;
  readonly rules: Rules = { all: [], phony: new Set(), firstTarget: undefined };
  /** Of each open condition: whether its lines count, and whether one of its branches did already. */
  readonly #conditions: { holds: boolean; done: boolean; outer: boolean }[] = [];
  #rule: Rule | undefined;

  constructor(p: Process, variables: Variables) {
    this.#p = p;
    this.#variables = variables;
  }

  *read(text: string, file: string): Sys<void> {
    for (const line of sourceLines(text, file)) {
      this.#variables.place = `${line.file}:${line.number}`;
      yield* this.#line(line);
      if (this.#variables.fault) return;
    }
    if (this.#conditions.length > 0) this.#variables.fail("missing 'endif'");
    this.#variables.place = undefined;
    this.#rule = undefined;
  }

  *#line(line: SourceLine): Sys<void> {
    if (yield* this.#condition(line.text)) return;
    if (this.#conditions.some(({ holds }) => !holds)) return;
    if (line.text.startsWith('\t')) return this.#recipe(line);
    const text = withoutComment(line.text);
    if (text.trim() === '') return;
    const assignment = ASSIGNMENT.exec(text);
    if (assignment) return yield* this.#assign(assignment);
    const words = text.trim().split(/\s+/);
    if (words[0] === 'export' || words[0] === 'unexport') {
      for (const name of words.slice(1)) this.#variables.exported.add(name);
      return;
    }
    if (words[0] === 'include' || words[0] === '-include') return yield* this.#include(words);
    if (words[0] === 'define' || words[0] === 'vpath')
      return this.#variables.fail(`lintas: ${words[0]} of make is not simulated`);
    yield* this.#ruleLine(text, line);
  }

  #recipe(line: SourceLine): void {
    const rule = this.#rule;
    if (!rule) {
      if (line.text.trim() !== '') this.#variables.fail('recipe commences before first target');
      return;
    }
    rule.recipe = [...(rule.recipe ?? []), { ...line, text: line.text.slice(1) }];
  }

  *#assign([, modifiers = '', name = '', operator = '', value = '']: RegExpExecArray): Sys<void> {
    this.#rule = undefined;
    const key = yield* this.#variables.expand(name);
    if (modifiers.includes('export')) this.#variables.exported.add(key);
    const origin = modifiers.includes('override') ? 'command line' : 'file';
    yield* this.#variables.set(key, operator.replace('::', ':'), value, origin);
  }

  *#include(words: readonly string[]): Sys<void> {
    const names = (yield* this.#variables.expand(words.slice(1).join(' '))).split(/\s+/);
    for (const name of names.filter((word) => word !== '')) {
      const text = this.#p.fs.readText(name);
      if (text.ok) yield* this.read(text.value, name);
      else if (words[0] === 'include') {
        yield* this.#p.warn(`${this.#variables.place ?? ''}: ${name}: No such file or directory\n`);
        this.#variables.place = undefined;
        this.#variables.fail(`No rule to make target '${name}'`);
      }
    }
  }

  *#ruleLine(text: string, line: SourceLine): Sys<void> {
    const [head, inline] = splitOnce(text, ';');
    const expanded = yield* this.#variables.expand(head);
    const found = /^([^:]+?)\s*(::?)(?!=)\s*(.*)$/s.exec(expanded.trim());
    if (!found) {
      if (expanded.trim() === '') return;
      const spaces = text.startsWith('        ') ? ' (did you mean TAB instead of 8 spaces?)' : '';
      return this.#variables.fail(`missing separator${spaces}`);
    }
    const [, targets = '', colons, rest = ''] = found;
    const [normal = '', orderOnly = ''] = rest.split('|');
    const rule: Rule = {
      targets: split(targets),
      prerequisites: split(normal),
      orderOnly: split(orderOnly),
      recipe: inline === undefined ? undefined : [{ ...line, text: inline.trim() }],
      doubleColon: colons === '::',
    };
    if (rule.targets.includes('.PHONY')) for (const name of rule.prerequisites) this.rules.phony.add(name);
    this.rules.all.push(rule);
    this.#rule = rule;
    const [first = ''] = rule.targets;
    if (!first.startsWith('.') && !first.includes('%')) this.rules.firstTarget ??= first;
  }

  /** Whether the line was one of a condition. */
  *#condition(text: string): Sys<boolean> {
    const outer = this.#conditions.every(({ holds }) => holds);
    const begin = CONDITION.exec(text);
    if (begin) {
      const holds = outer && (yield* this.#holds(begin[1] ?? '', begin[2] ?? ''));
      this.#conditions.push({ holds, done: holds, outer });
      return true;
    }
    const word = withoutComment(text).trim();
    const last = this.#conditions.at(-1);
    if (word === 'endif') return this.#conditions.pop() !== undefined;
    if (!last || !/^else\b/.test(word)) return false;
    const again = CONDITION.exec(word.slice('else'.length));
    const holds =
      !last.done && last.outer && (again ? yield* this.#holds(again[1] ?? '', again[2] ?? '') : true);
    last.holds = holds;
    last.done ||= holds;
    return true;
  }

  *#holds(kind: string, text: string): Sys<boolean> {
    if (kind === 'ifdef' || kind === 'ifndef')
      return (
        this.#variables.has(yield* this.#variables.expand(withoutComment(text).trim())) === (kind === 'ifdef')
      );
    const [, one = '', other = ''] =
      /^\((.*?),(.*)\)\s*$/.exec(text.trim()) ?? /^["'](.*?)["']\s+["'](.*)["']$/.exec(text.trim()) ?? [];
    const equal =
      (yield* this.#variables.expand(one)).trim() === (yield* this.#variables.expand(other)).trim();
    return equal === (kind === 'ifeq');
  }
}

function split(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
