import { bad, good, type Result } from '../../../../base/result.ts';
import { goValue } from '../../go/format.ts';
import { byCodePoint } from '../../go/json.ts';
import { isFields } from '../../unstructured.ts';
import { callFunction, truth } from './functions.ts';
import type { CommandWords, Operand, Pipe, Template, TemplateNode } from './node.ts';

/** What was printed until a template failed, and why it did. */
export interface Unfinished {
  readonly printed: string;
  readonly reason: string;
}

/** Runs a template over a decoded object. @upstream text/template/exec.go */
export function executeTemplate(
  template: Template,
  data: unknown,
  missingIsError: boolean,
): Result<string, Unfinished> {
  const run = new Execution(template, missingIsError);
  const scope = new Scope(undefined);
  scope.declare('$', data);
  const done = run.nodes(template.body, data, scope);
  if (done.ok) return good(run.text);
  return bad({ printed: run.text, reason: `template: output:${run.place()}: ${done.error}` });
}

/** Variables of one block; assignments reach the block that made them. */
class Scope {
  readonly #parent: Scope | undefined;
  readonly #values = new Map<string, unknown>();

  constructor(parent: Scope | undefined) {
    this.#parent = parent;
  }

  declare(name: string, value: unknown): void {
    this.#values.set(name, value);
  }

  assign(name: string, value: unknown): void {
    if (this.#values.has(name) || this.#parent === undefined) this.#values.set(name, value);
    else this.#parent.assign(name, value);
  }

  read(name: string): unknown {
    return this.#values.has(name) ? this.#values.get(name) : this.#parent?.read(name);
  }
}

/** How a list of nodes ended: to its end, or by break or continue. */
type Flow = 'next' | 'break' | 'continue';

class Execution {
  readonly #template: Template;
  readonly #missingIsError: boolean;
  text = '';
  /** What is being evaluated, for errors. */
  #place = { at: 0, text: '' };

  constructor(template: Template, missingIsError: boolean) {
    this.#template = template;
    this.#missingIsError = missingIsError;
  }

  /** Line and column, counted as Go does, and the words there. */
  place(): string {
    const before = this.#template.text.slice(0, this.#place.at);
    const line = before.split('\n').length;
    return `${line}:${before.length - before.lastIndexOf('\n') - 1}: executing "output" at <${this.#place.text}>`;
  }

  nodes(nodes: readonly TemplateNode[], dot: unknown, scope: Scope): Result<Flow> {
    for (const node of nodes) {
      const done = this.#node(node, dot, scope);
      if (!done.ok || done.value !== 'next') return done;
    }
    return good('next');
  }

  #node(node: TemplateNode, dot: unknown, scope: Scope): Result<Flow> {
    switch (node.type) {
      case 'text':
        this.text += node.text;
        return good('next');
      case 'break':
      case 'continue':
        return good(node.type);
      case 'action': {
        const value = this.#pipe(node.pipe, dot, scope);
        if (!value.ok) return value;
        if (node.pipe.variables.length === 0) this.text += shown(value.value);
        return good('next');
      }
      case 'template':
        return this.#call(node.name, node.pipe, dot, scope);
      case 'range':
        return this.#range(node, dot, scope);
      default:
        return this.#choose(node, dot, scope);
    }
  }

  #choose(
    node: Extract<TemplateNode, { type: 'if' | 'with' | 'range' }>,
    dot: unknown,
    scope: Scope,
  ): Result<Flow> {
    const inner = new Scope(scope);
    const value = this.#pipe(node.pipe, dot, inner);
    if (!value.ok) return value;
    if (!truth(value.value)) return this.nodes(node.otherwise, dot, inner);
    return this.nodes(node.body, node.type === 'with' ? value.value : dot, inner);
  }

  #range(
    node: Extract<TemplateNode, { type: 'if' | 'with' | 'range' }>,
    dot: unknown,
    scope: Scope,
  ): Result<Flow> {
    const value = this.#pipe({ ...node.pipe, variables: [] }, dot, scope);
    if (!value.ok) return value;
    const entries = entriesOf(value.value);
    if (entries === undefined) return bad(`range can't iterate over ${goValue(value.value)}`);
    if (entries.length === 0) return this.nodes(node.otherwise, dot, new Scope(scope));
    const [first, second] = node.pipe.variables;
    for (const [key, item] of entries) {
      const inner = new Scope(scope);
      if (second !== undefined && first !== undefined) {
        inner.declare(first, key);
        inner.declare(second, item);
      } else if (first !== undefined) inner.declare(first, item);
      const done = this.nodes(node.body, item, inner);
      if (!done.ok) return done;
      if (done.value === 'break') break;
    }
    return good('next');
  }

  #call(name: string, pipe: Pipe | undefined, dot: unknown, scope: Scope): Result<Flow> {
    const body = this.#template.defined.get(name);
    if (body === undefined) return bad(`template "${name}" not defined`);
    const value = pipe === undefined ? good(undefined) : this.#pipe(pipe, dot, scope);
    if (!value.ok) return value;
    const inner = new Scope(undefined);
    inner.declare('$', value.value);
    return this.nodes(body, value.value, inner);
  }

  #pipe(pipe: Pipe, dot: unknown, scope: Scope): Result<unknown> {
    let value: unknown;
    for (const [at, command] of pipe.commands.entries()) {
      const done = this.#command(command, dot, scope, at === 0 ? [] : [value]);
      if (!done.ok) return done;
      value = done.value;
    }
    for (const name of pipe.variables) {
      if (pipe.declares) scope.declare(name, value);
      else scope.assign(name, value);
    }
    return good(value);
  }

  #stand(at: number, { at: from, end }: CommandWords | Operand): void {
    this.#place = { at, text: this.#template.text.slice(from, end) };
  }

  #command(command: CommandWords, dot: unknown, scope: Scope, last: readonly unknown[]): Result<unknown> {
    const [first, ...rest] = command.operands;
    if (first === undefined) return bad('missing value for command');
    if (first.type !== 'function') {
      if (rest.length > 0 || last.length > 0)
        return bad(`can't give argument to non-function ${operandText(first)}`);
      return this.#operand(first, dot, scope);
    }
    const args: unknown[] = [];
    for (const operand of rest) {
      const arg = this.#operand(operand, dot, scope);
      if (!arg.ok) return arg;
      args.push(arg.value);
    }
    this.#stand(command.at, command);
    const called = callFunction(first.name, [...args, ...last]);
    return called.ok ? called : bad(`error calling ${first.name}: ${called.error}`);
  }

  #operand(operand: Operand, dot: unknown, scope: Scope): Result<unknown> {
    this.#stand(operand.head, operand);
    switch (operand.type) {
      case 'value':
        return good(operand.value);
      case 'dot':
        return this.#fields(dot, operand.fields);
      case 'variable':
        return this.#fields(scope.read(operand.name), operand.fields);
      case 'pipe': {
        const value = this.#pipe(operand.pipe, dot, scope);
        return value.ok ? this.#fields(value.value, operand.fields) : value;
      }
      case 'function':
        return callFunction(operand.name, []);
    }
  }

  #fields(value: unknown, fields: readonly string[]): Result<unknown> {
    let found = value;
    for (const [at, field] of fields.entries()) {
      if (found === undefined || found === null) {
        return at === 0 ? good(undefined) : bad(`nil pointer evaluating interface {}.${field}`);
      }
      if (!isFields(found)) return bad(`can't evaluate field ${field} in type interface {}`);
      if (!Object.hasOwn(found, field) && this.#missingIsError)
        return bad(`map has no entry for key "${field}"`);
      found = found[field];
    }
    return good(found);
  }
}

function operandText(operand: Operand): string {
  return operand.type === 'dot' ? `.${operand.fields.join('.')}` : operand.type;
}

function shown(value: unknown): string {
  return value === undefined || value === null ? '<no value>' : goValue(value);
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((item: unknown, at) => [at, item] as const);
  if (typeof value === 'number') return Array.from({ length: value }, (_, at) => [at, at] as const);
  if (isFields(value)) return Object.entries(value).toSorted(([a], [b]) => byCodePoint(a, b));
  return undefined;
}
