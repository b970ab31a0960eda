import type { Kind, KindRules } from './kind.ts';
import type { KubeObject } from './object.ts';

/** Makes the rules of one kind usable for any object: the API server gives each kind only its own objects. */
export function defineKind<Obj extends KubeObject>(rules: KindRules<Obj>): Kind {
  return rules as unknown as Kind;
}
