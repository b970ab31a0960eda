import { bad, good, type Result } from '../../../../base/result.ts';
import { goValue } from '../../go/format.ts';
import { byCodePoint } from '../../go/json.ts';
import { compareBasic } from './compare.ts';
import type { PathNode, SliceBounds } from './node.ts';

/** What each node of the template found, in order; the printer joins the values of one node by blanks. */
export type Found = readonly (readonly unknown[])[];

/**
 * Walks a template over a decoded object.
 * @upstream client-go util/jsonpath/jsonpath.go FindResults
 */
export function evaluateJsonPath(
  nodes: readonly PathNode[],
  object: unknown,
  allowMissing = true,
): Result<Found> {
  const walk = new Walk(allowMissing);
  const run = walk.block(nodes, 0, object, 0);
  return run.ok ? good(run.value.found) : run;
}

interface BlockEnd {
  readonly found: Found;
  /** Index of the `{end}` that closed the block, or the number of nodes. */
  readonly end: number;
}

type Values = readonly unknown[];

class Walk {
  readonly #allowMissing: boolean;

  constructor(allowMissing: boolean) {
    this.#allowMissing = allowMissing;
  }

  block(nodes: readonly PathNode[], from: number, object: unknown, depth: number): Result<BlockEnd> {
    const found: Values[] = [];
    for (let at = from; at < nodes.length; at++) {
      const node = nodes[at];
      if (node === undefined) break;
      const keyword = leadingIdentifier(node);
      if (keyword === 'end' && depth > 0) return good({ found, end: at });
      const values = this.#walk([object], node, depth);
      if (!values.ok) return values;
      if (keyword !== 'range') {
        found.push(values.value);
        continue;
      }
      const inner = this.#range(nodes, at + 1, values.value, depth + 1);
      if (!inner.ok) return inner;
      found.push(...inner.value.found);
      at = inner.value.end;
    }
    return good({ found, end: nodes.length });
  }

  /** Goes through the block once for each value; once without collecting when there is none, to find its end. */
  #range(nodes: readonly PathNode[], from: number, values: Values, depth: number): Result<BlockEnd> {
    const found: Values[] = [];
    let end = nodes.length;
    for (const value of values.length > 0 ? values : [undefined]) {
      const pass = this.block(nodes, from, value, depth);
      if (!pass.ok) return pass;
      if (values.length > 0) found.push(...pass.value.found);
      end = pass.value.end;
    }
    return good({ found, end });
  }

  #walk(input: Values, node: PathNode, depth: number): Result<Values> {
    switch (node.type) {
      case 'list':
        return this.#list(input, node.nodes, depth);
      case 'text':
        return good([node.text]);
      case 'number':
      case 'bool':
        return good([node.value]);
      case 'field':
        return this.#field(input, node.name);
      case 'identifier':
        return identifier(input, node.name, depth);
      case 'array':
        return slice(input, node.bounds);
      case 'filter':
        return this.#filter(input, node, depth);
      case 'wildcard':
        return good(input.flatMap(children));
      case 'recursive':
        return good(descend(input));
      case 'union':
        return this.#union(input, node.parts, depth);
    }
  }

  #list(input: Values, nodes: readonly PathNode[], depth: number): Result<Values> {
    let values = input;
    for (const node of nodes) {
      const next = this.#walk(values, node, depth);
      if (!next.ok) return next;
      values = next.value;
    }
    return good(values);
  }

  #union(input: Values, parts: readonly PathNode[], depth: number): Result<Values> {
    const all: unknown[] = [];
    for (const part of parts) {
      const values = this.#walk(input, part, depth);
      if (!values.ok) return values;
      all.push(...values.value);
    }
    return good(all);
  }

  #field(input: Values, name: string): Result<Values> {
    const values = input.flatMap((value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      const entry = Object.entries(value).find(([key]) => key === name);
      return entry === undefined ? [] : [entry[1]];
    });
    if (values.length === 0 && input.length > 0 && !this.#allowMissing) return bad(`${name} is not found`);
    return good(values);
  }

  #filter(input: Values, node: Extract<PathNode, { type: 'filter' }>, depth: number): Result<Values> {
    const kept: unknown[] = [];
    for (const list of input) {
      if (!Array.isArray(list)) return bad(`${goValue(list)} is not array or slice and cannot be filtered`);
      const items: Values = list;
      for (const item of items) {
        const passes = this.#passes(item, node, depth);
        if (!passes.ok) return passes;
        if (passes.value) kept.push(item);
      }
    }
    return good(kept);
  }

  #passes(item: unknown, node: Extract<PathNode, { type: 'filter' }>, depth: number): Result<boolean> {
    const lefts = this.#walk([item], node.left, depth);
    if (node.right === undefined) return good(lefts.ok && lefts.value.length > 0);
    if (!lefts.ok) return lefts;
    if (lefts.value.length === 0) return good(false);
    if (lefts.value.length > 1) return bad('can only compare one element at a time');
    const rights = this.#walk([item], node.right, depth);
    if (!rights.ok) return rights;
    if (rights.value.length === 0) return good(false);
    if (rights.value.length > 1) return bad('can only compare one element at a time');
    return compareBasic(lefts.value[0], node.operator, rights.value[0], isFloatLiteral(node.right));
  }
}

function isFloatLiteral(node: PathNode): boolean {
  return node.type === 'list' && node.nodes.some((part) => part.type === 'number' && part.float);
}

function leadingIdentifier(node: PathNode): string | undefined {
  if (node.type !== 'list') return undefined;
  return node.nodes.flatMap((part) => (part.type === 'identifier' ? [part.name] : []))[0];
}

function identifier(input: Values, name: string, depth: number): Result<Values> {
  if (name === 'range') return good(input);
  if (name !== 'end') return bad(`unrecognized identifier ${name}`);
  return depth > 0 ? good(input) : bad('not in range, nothing to end');
}

function slice(input: Values, bounds: SliceBounds): Result<Values> {
  const found: unknown[] = [];
  for (const value of input) {
    if (value === null || value === undefined) continue;
    if (!Array.isArray(value)) return bad(`${typeName(value)} is not array or slice`);
    const length = value.length;
    let start = bounds.start ?? 0;
    if (start < 0) start += length;
    let end = bounds.end ?? length;
    if (end < 0 || (end === 0 && bounds.single)) end += length;
    if (start === end) return good(found);
    const outside = (index: number): Result<Values> =>
      bad(`array index out of bounds: index ${index}, length ${length}`);
    if (start >= length || start < 0) return outside(start);
    if (end > length || end < 0) return outside(end - 1);
    if (start > end) return bad(`starting index ${start} is greater than ending index ${end}`);
    const step = bounds.step ?? 1;
    if (step <= 0) return bad('step must be > 0');
    const items: Values = value.slice(start, end);
    found.push(...items.filter((_, at) => at % step === 0));
  }
  return good(found);
}

function typeName(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'undefined') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return 'map[string]interface {}';
}

function children(value: unknown): Values {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([, part]: [string, unknown]) => part);
}

function descend(input: Values): Values {
  return input.flatMap((value) => {
    const parts = children(value);
    return parts.length === 0 ? [] : [value, ...descend(parts)];
  });
}
