import type { NodeProps } from '@xyflow/react';
import type { GroupNode } from '../card-data.ts';
import { useT } from '../../text/translate.ts';
import { Hexagon } from '../Hexagon.tsx';

/** How many of a group are not ready, for the card and for its name. */
export const unreadyOf = (pods: GroupNode['data']['box']['pods']): number =>
  pods.filter(({ ready }) => !ready).length;

/** Pods that have no room of their own, as a stack with a count. */
export function GroupCard({ data: { box, look } }: NodeProps<GroupNode>) {
  const t = useT();
  const { width, height, pods } = box;
  const unready = unreadyOf(pods);
  return (
    <div className="pod-card" style={{ width, height, fontSize: look.label, lineHeight: `${height}px` }}>
      <Hexagon width={width} height={height} k={look.k} selected={look.selected} stacked />
      <div className="pod-name given">{t('podCount', { n: pods.length })}</div>
      {unready === 0 ? null : (
        <div className="pod-state">
          {unready} {t('notReady')}
        </div>
      )}
    </div>
  );
}
