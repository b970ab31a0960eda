/* oxlint-disable typescript/no-unnecessary-type-parameters -- the caller says what the value is */
import type { KubeObject } from './object.ts';

/** Takes a value for what its decoder, its path or its maker says it is. */
export function retyped<Type>(value: unknown): Type {
  return value as Type;
}

/** Takes a decoded object for an object of the API: it has a kind, an apiVersion and metadata. */
export function asKubeObject(value: unknown): KubeObject {
  return value as KubeObject;
}
