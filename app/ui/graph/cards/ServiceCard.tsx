import type { NodeProps } from '@xyflow/react';
import { useT } from '../../text/translate.ts';
import type { ServiceNode } from '../card-data.ts';
import { isHollow } from '../place/place.ts';

/** A Service: a dashed capsule in the top row, because no interface owns its address; never on a wire. */
export function ServiceCard({ data: { box, look } }: NodeProps<ServiceNode>) {
  const t = useT();
  const { row, name, text, width, height } = box;
  const hollow = isHollow(row);
  const radius = height / 2;
  return (
    <div
      className={`service-card ${hollow ? 'hollow' : ''} ${look.selected ? 'selected' : ''}`}
      style={{ width, height, fontSize: look.label, lineHeight: `${height}px`, paddingInline: 18 * look.k }}
      data-hl={look.lit ? row.clusterIp : undefined}
    >
      <svg width={width} height={height} aria-hidden="true">
        <rect width={width} height={height} rx={radius} strokeDasharray={`${10 * look.k} ${6 * look.k}`} />
      </svg>
      <span className="service-name">{name}</span>
      {text === '' ? null : (
        <span className={look.lit ? 'service-address lit' : 'service-address'}>{text}</span>
      )}
      {hollow ? <span className="service-state">{t('endpointCount', { n: 0 })}</span> : null}
    </div>
  );
}
