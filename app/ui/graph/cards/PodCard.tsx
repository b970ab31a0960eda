import type { NodeProps } from '@xyflow/react';
import { useT } from '../../text/translate.ts';
import type { PodNode } from '../card-data.ts';
import { Disc, Hexagon } from '../Hexagon.tsx';

/** A Pod: name over address in an elongated hexagon. State is shape, word and pattern, never colour alone. */
export function PodCard({ data: { box, look, loser, terminal } }: NodeProps<PodNode>) {
  const t = useT();
  const { row, label, compact, width, height } = box;
  const pending = row.node === undefined;
  const state = row.terminating ? t('terminating') : pending ? t('pending') : row.ready ? '' : t('notReady');
  const look2 = pending || (!row.ready && !row.terminating) ? 'dashed' : row.terminating ? 'hatched' : '';
  const line = Math.round(look.label * 1.17);
  const second = state !== '' && !row.terminating && row.ip === undefined ? state : row.ip;
  return (
    <div
      className={`pod-card ${look2} ${loser ? 'loser' : ''} ${pending ? 'pending' : ''}`}
      style={{ width, height, fontSize: look.label, lineHeight: `${line}px` }}
      data-hl={look.lit ? (row.ip ?? row.name) : undefined}
    >
      <Hexagon width={width} height={height} k={look.k} selected={look.selected} hatched={row.terminating} />
      <div className={`pod-name ${isGenerated(label) ? '' : 'given'}`}>{label}</div>
      {compact ? null : <div className={look.lit ? 'pod-ip lit' : 'pod-ip'}>{second}</div>}
      {state === '' || compact ? null : <div className="pod-state">{state}</div>}
      {row.client || terminal ? <Disc k={look.k} /> : null}
    </div>
  );
}

const isGenerated = (label: string): boolean => label.includes('…');
