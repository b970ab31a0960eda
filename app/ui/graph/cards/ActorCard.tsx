import type { NodeProps } from '@xyflow/react';
import { useT } from '../../text/translate.ts';
import { Icon } from '../../controls/Icon.tsx';
import type { ActorNode } from '../card-data.ts';

/** Somebody outside the cluster: a circle with a laptop; or the load balancer, a trapezoid that fans out towards it. */
export function ActorCard({ data: { box, look } }: NodeProps<ActorNode>) {
  const t = useT();
  const { row, width, height, shape, label } = box;
  const words = (
    <div
      className="actor-words"
      style={{
        left: label.x - box.x,
        top: label.y - box.y,
        width: label.width,
        fontSize: look.label,
        lineHeight: `${Math.round(look.label * 1.2)}px`,
      }}
    >
      <div>{shape === 'trapezoid' ? t('loadBalancer') : row.name}</div>
      <div className={look.lit ? 'code lit' : 'code'}>{row.ip}</div>
    </div>
  );
  return (
    <div
      className={`actor-card ${shape} ${look.selected ? 'selected' : ''}`}
      style={{ width, height }}
      data-hl={look.lit ? row.ip : undefined}
    >
      <svg width={width} height={height} aria-hidden="true">
        {shape === 'circle' ? (
          <circle cx={width / 2} cy={height / 2} r={width / 2} />
        ) : (
          <Fan width={width} height={height} k={look.k} />
        )}
      </svg>
      {shape === 'circle' ? (
        <span className="actor-glyph">
          <Icon name="laptop" size={Math.round(38 * look.k)} />
        </span>
      ) : null}
      {words}
    </div>
  );
}

function Fan({ width, height, k }: { readonly width: number; readonly height: number; readonly k: number }) {
  const short = 10 * k;
  const inner = 6 * k;
  return (
    <>
      <path className="outer" d={`M2,${short}L${width - 2},2V${height - 2}L2,${height - short}Z`} />
      <path
        className="inner"
        d={`M${inner},${short + inner}L${width - inner},${2 + inner}V${height - 2 - inner}L${inner},${height - short - inner}Z`}
      />
    </>
  );
}
