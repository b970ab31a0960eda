import type { NodeProps } from '@xyflow/react';
import type { GroupNode } from '../card-data.ts';
import { Hexagon } from '../Hexagon.tsx';

/** Pods that have no room of their own, as a stack with a count. */
export function GroupCard({ data: { box, look } }: NodeProps<GroupNode>) {
  const { width, height, pods } = box;
  return (
    <div className="pod-card" style={{ width, height, fontSize: look.label, lineHeight: `${height}px` }}>
      <Hexagon width={width} height={height} k={look.k} selected={look.selected} stacked />
      <div className="pod-name given">{pods.length} Pods</div>
    </div>
  );
}
