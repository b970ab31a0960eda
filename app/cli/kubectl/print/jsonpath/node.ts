/** One step of a parsed JSONPath template. */
export type PathNode =
  | { readonly type: 'list'; readonly nodes: readonly PathNode[] }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'number'; readonly value: number; readonly float: boolean }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'array'; readonly bounds: SliceBounds }
  | {
      readonly type: 'filter';
      readonly left: PathNode;
      readonly right: PathNode | undefined;
      readonly operator: string;
    }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'union'; readonly parts: readonly PathNode[] };

/** `[start:end:step]`; `single` marks `[i]`, whose end is the start plus one. */
export interface SliceBounds {
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly single: boolean;
  readonly step: number | undefined;
}
