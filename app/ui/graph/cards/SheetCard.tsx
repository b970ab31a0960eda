import type { NodeProps } from '@xyflow/react';
import { AT_22 } from '../place/measures.ts';
import type { Placed } from '../place/boxes.ts';
import type { SheetNode } from '../card-data.ts';
import { useT } from '../../text/translate.ts';

/** The sheet that everything lies on: idle wires, stubs, the tether, the cloud edge. Lines mean wires. */
export function SheetCard({ data: { placed } }: NodeProps<SheetNode>) {
  const t = useT();
  const { width, height, nodes, bus, tether, edge, actors } = placed;
  return (
    <svg className="sheet" width={width} height={height} aria-hidden="true">
      <g className="wire">
        {nodes.length === 0 ? null : <path d={`M${bus.x},${bus.from}V${bus.to}`} />}
        {nodes.map(({ row, rail }) => (
          <path key={row.key} d={`M${rail.from},${rail.y}H${rail.to}`} className={row.power ? '' : 'cut'} />
        ))}
        {stubs(placed).map((d) => (
          <path key={d} d={d} />
        ))}
        {actors.map((actor) => (
          <path key={actor.row.key} d={actorWire(placed, actor)} />
        ))}
      </g>
      {nodes
        .filter(({ row }) => !row.power)
        .map(({ row, rail, x }) => (
          <path
            key={row.key}
            className="cut-mark"
            d={`M${x - 8},${rail.y - 7}v14M${x - 3},${rail.y - 7}v14`}
          />
        ))}
      {tether.length === 0 ? null : (
        <path className="tether" d={`M${tether.map(({ x, y }) => `${x},${y}`).join('L')}`} />
      )}
      {edge === undefined ? null : (
        <>
          <path
            className="edge-line"
            d={`M${edge.x - 1.75},${edge.from}V${edge.to}M${edge.x + 1.75},${edge.from}V${edge.to}`}
          />
          <text className="edge-name" x={edge.x - 8} y={edge.from + 14}>
            {t('cloudEdge')}
          </text>
          <text className="edge-name mono" x={edge.x - 8} y={edge.from + 32}>
            1:1
          </text>
        </>
      )}
    </svg>
  );
}

function stubs({ pods, groups }: Placed): string[] {
  const own = pods.flatMap(({ stub, y, height }) =>
    stub === undefined ? [] : [`M${stub.x},${y + height}V${stub.to}`],
  );
  return [...own, ...groups.map(({ stub, y, height }) => `M${stub.x},${y + height}V${stub.to}`)];
}

function actorWire({ bus, actors, k }: Placed, actor: Placed['actors'][number]): string {
  const balancer = actors.find(({ shape }) => shape === 'trapezoid');
  if (actor !== balancer && balancer !== undefined)
    return `M${actor.wire.x},${actor.wire.y}V${balancer.y + (AT_22.padding * k) / 2}`;
  const bend =
    actor.wire.y < bus.from || actor.wire.y > bus.to
      ? `V${Math.max(bus.from, Math.min(bus.to, actor.wire.y))}`
      : '';
  return `M${actor.wire.x},${actor.wire.y}H${bus.x}${bend}`;
}
