import type { Node } from '@xyflow/react';
import type { ActorBox, GroupBox, NodeBox, Placed, PodBox, ServiceBox } from './place/boxes.ts';

/** What a card knows beside its box. */
export interface CardLook {
  readonly k: number;
  readonly label: number;
  readonly selected: boolean;
  /** Lit because its address or name is lit elsewhere. */
  readonly lit: boolean;
}

/** The cards of the graph as xyflow knows them. */
export type SheetNode = Node<{ readonly placed: Placed }, 'sheet'>;
export type NodeNode = Node<
  {
    readonly box: NodeBox;
    readonly look: CardLook;
    readonly matched: boolean;
    readonly socket: boolean;
    readonly hasRules: boolean;
  },
  'node'
>;
export type PodNode = Node<
  { readonly box: PodBox; readonly look: CardLook; readonly loser: boolean; readonly terminal: boolean },
  'pod'
>;
export type GroupNode = Node<{ readonly box: GroupBox; readonly look: CardLook }, 'pods'>;
export type ServiceNode = Node<{ readonly box: ServiceBox; readonly look: CardLook }, 'service'>;
export type ActorNode = Node<{ readonly box: ActorBox; readonly look: CardLook }, 'actor'>;

/** Any card. */
export type CardNode = SheetNode | NodeNode | PodNode | GroupNode | ServiceNode | ActorNode;
