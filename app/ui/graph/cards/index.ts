import { ActorCard } from './ActorCard.tsx';
import { GroupCard } from './GroupCard.tsx';
import { NodeCard } from './NodeCard.tsx';
import { PodCard } from './PodCard.tsx';
import { ServiceCard } from './ServiceCard.tsx';
import { SheetCard } from './SheetCard.tsx';

/** What the graph can draw, by the type that xyflow calls it. */
export const cards = {
  sheet: SheetCard,
  node: NodeCard,
  pod: PodCard,
  pods: GroupCard,
  service: ServiceCard,
  actor: ActorCard,
} as const;
