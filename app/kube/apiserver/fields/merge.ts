import { isList, isObject } from '../../kinds/plain.ts';
import type { WireSchema } from '../../kinds/wire.ts';
import { elementOf, type FieldSet } from './field-set.ts';
import { isAtomic, itemElement, partType, type FieldType } from './typed.ts';

/** Lays an applied configuration over an object. @upstream structured-merge-diff/typed/merge.go */
export function mergeApplied(schema: WireSchema, type: FieldType, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  if (live === undefined || live === null || isAtomic(schema, type)) return applied;
  if (type.shape.is === 'list') return mergeList(schema, type, live, applied);
  if (!isObject(live) || !isObject(applied)) return applied === null ? live : applied;
  const result: Record<string, unknown> = { ...live };
  for (const [key, value] of Object.entries(applied)) {
    const part = partType(schema, type, `f:${key}`);
    result[key] = part ? mergeApplied(schema, part.type, live[key], value) : value;
  }
  return result;
}

function mergeList(schema: WireSchema, type: FieldType, live: unknown, applied: unknown): unknown {
  if (!isList(live) || !isList(applied)) return applied ?? live;
  const olds = new Map(live.map((item) => [itemElement(type.keys, item), item]));
  const news = new Map(applied.map((item) => [itemElement(type.keys, item), item]));
  const itemType: FieldType = {
    shape: type.shape.is === 'list' ? type.shape.of : type.shape,
    keys: undefined,
  };
  return mergedOrder([...olds.keys()], [...news.keys()]).map((element) =>
    mergeApplied(schema, itemType, olds.get(element), news.get(element)),
  );
}

/** The order of two lists together: that of the configuration, with the live items kept where they stood among the shared ones. */
function mergedOrder(olds: readonly string[], news: readonly string[]): readonly string[] {
  const [inOld, inNew] = [new Set(olds), new Set(news)];
  const shared = news.filter((element) => inOld.has(element));
  const done = new Set<string>();
  const order: string[] = [];
  let [left, right, next] = [0, 0, 0];
  const take = (element: string): void => {
    order.push(element);
    done.add(element);
    if (shared[next] === element) next++;
  };
  while (left < olds.length || right < news.length) {
    const [old, fresh] = [olds[left], news[right]];
    if (old !== undefined && old === fresh) {
      take(old);
      left++;
      right++;
    } else if (old !== undefined && fresh !== undefined && inNew.has(old) && shared[next] !== old) left++;
    else if (old !== undefined && !inNew.has(old)) {
      take(old);
      left++;
    } else {
      if (old !== undefined && done.has(old)) left++;
      if (fresh !== undefined) {
        take(fresh);
        right++;
      }
    }
  }
  return order;
}

/** Takes the fields of a set out of a value. @upstream structured-merge-diff/typed/remove.go */
export function removeFields(schema: WireSchema, type: FieldType, value: unknown, set: FieldSet): unknown {
  if (type.shape.is === 'list') {
    if (!isList(value) || isAtomic(schema, type)) return value;
    const itemType: FieldType = { shape: type.shape.of, keys: undefined };
    return value.flatMap((item) => {
      const found = elementOf(set, itemElement(type.keys, item));
      if (found?.isMember === true) return [];
      return [found ? removeFields(schema, itemType, item, found.below) : item];
    });
  }
  if (!isObject(value) || isAtomic(schema, type)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const found = elementOf(set, `f:${key}`);
    if (found?.isMember === true) continue;
    const known = partType(schema, type, `f:${key}`);
    result[key] = found && known ? removeFields(schema, known.type, part, found.below) : part;
  }
  return result;
}

/** The set with the declared fields that lead to its fields: a struct that has an owned field is owned as well. */
export function withNamedFields(schema: WireSchema, type: FieldType, set: FieldSet): FieldSet {
  const result: Record<string, FieldSet> = {};
  for (const [element, below] of Object.entries(set)) {
    if (element === '.') continue;
    const part = partType(schema, type, element);
    const inner = part ? withNamedFields(schema, part.type, below) : below;
    const wasMember = elementOf(set, element)?.isMember === true;
    const isNamed = part?.declared === true;
    result[element] = wasMember || isNamed ? { '.': {}, ...inner } : inner;
  }
  return result;
}
