import type { NodeProps } from '@xyflow/react';
import type { NodeRow } from '../../../engine/view/rows.ts';
import { useT, type Translate } from '../../text/translate.ts';
import type { NodeNode } from '../card-data.ts';
import { AT_22 } from '../place/measures.ts';
import { unreadyOf } from './GroupCard.tsx';
import { RuleCard } from '../RuleCard.tsx';

/** A node: a row with its netfilter strip on the left, where names, addresses and the rule card stand. */
export function NodeCard({ data: { box, look, matched, socket, hasRules } }: NodeProps<NodeNode>) {
  const t = useT();
  const { row, width, height, strip, folded, hidden, nodePorts, socketY, y } = box;
  const line = Math.round(look.label * 1.22);
  const states = nodeStates(row, t);
  const short = height < AT_22.strip * look.k;
  return (
    <div
      className={`node-card ${states.length > 0 && row.ready !== 'True' ? 'hatched' : ''} ${look.selected ? 'selected' : ''} ${folded ? 'folded' : ''}`}
      style={{ width: width + 2, height: height + 2, fontSize: look.label, lineHeight: `${line}px` }}
      data-hl={look.lit ? row.internalIp : undefined}
    >
      <div className="strip" style={{ width: strip }}>
        <div className="strip-name">{row.name}</div>
        {folded ? null : <div className={look.lit ? 'strip-ip lit' : 'strip-ip'}>{row.internalIp}</div>}
        {folded || !showsExternal(box.nodePorts, row) ? null : (
          <div className="strip-ip">{row.externalIp}</div>
        )}
        {states.map((state) => (
          <div key={state} className="strip-state">
            {state}
          </div>
        ))}
        {hasRules && !folded ? <RuleCard k={look.k} matched={matched} stale={!row.kubeProxyRunning} /> : null}
      </div>
      {hidden.length === 0 ? null : (
        <div className="strip-more" style={{ left: strip + 8 }}>
          {t('podGroup', { n: hidden.length, unready: unreadyOf(hidden) })}
        </div>
      )}
      {nodePorts.map((port) => (
        <Socket key={port} port={port} y={socketY - y} filled={socket} k={look.k} short={short} />
      ))}
    </div>
  );
}

/** Where somebody outside is drawn, the strip also shows the address by which that one knows the node. */
const showsExternal = (nodePorts: readonly number[], row: NodeRow): boolean =>
  nodePorts.length > 0 && row.externalIp !== undefined;

interface SocketProps {
  readonly port: number;
  readonly y: number;
  readonly filled: boolean;
  readonly k: number;
  readonly short: boolean;
}

function Socket({ port, y, filled, k }: SocketProps) {
  const r = AT_22.socketRadius * k;
  return (
    <>
      <svg
        className="socket"
        style={{ left: -r - 2, top: y - r - 2 }}
        width={r + 4}
        height={2 * r + 4}
        aria-hidden="true"
      >
        <path d={`M${r + 2},2A${r},${r} 0 0 0 ${r + 2},${2 * r + 2}`} className={filled ? 'filled' : ''} />
      </svg>
      <span
        className="socket-number"
        style={{ right: `calc(100% + ${r + 3}px)`, top: y, transform: 'translateY(-50%)' }}
      >
        :{port}
      </span>
    </>
  );
}

/** What is out of the ordinary with a node, in words. */
export function nodeStates(row: NodeRow, t: Translate): string[] {
  if (!row.power) return [t('poweredOff')];
  const ready = { True: [], False: ['NotReady'], Unknown: ['NotReady'] }[row.ready];
  return [...ready, ...(row.cordoned ? [t('cordoned')] : [])];
}
