import { AT_22 } from './place/measures.ts';

interface HexagonProps {
  readonly width: number;
  readonly height: number;
  readonly k: number;
  readonly selected?: boolean;
  readonly stacked?: boolean;
  readonly hatched?: boolean;
}

/** The outline of a Pod. */
export function Hexagon({
  width,
  height,
  k,
  selected = false,
  stacked = false,
  hatched = false,
}: HexagonProps) {
  const apex = AT_22.apex * k;
  const d = outline(0, 0, width, height, apex);
  return (
    <svg className="hexagon" width={width} height={height} aria-hidden="true">
      {stacked ? <path d={outline(3, -4, width, height, apex)} className="behind" /> : null}
      <path
        d={outline(-5, -5, width + 10, height + 10, apex + 3)}
        className={selected ? 'ring selected' : 'ring'}
      />
      <path d={d} className="shape" />
      {hatched ? <path d={hatch(width, height, apex)} className="hatch" /> : null}
    </svg>
  );
}

/** Slanted lines inside the outline, away from its slanted ends. */
function hatch(width: number, height: number, apex: number): string {
  let d = '';
  for (let x = apex; x + height / 2 < width - apex; x += 8) d += `M${x},${height - 2}L${x + height / 2},2`;
  return d;
}

const outline = (x: number, y: number, width: number, height: number, apex: number): string =>
  `M${x + apex},${y}H${x + width - apex}L${x + width},${y + height / 2}L${x + width - apex},${y + height}H${x + apex}L${x},${y + height / 2}Z`;

/** The mark of a client: a disc with the terminal's sign on the upper left corner. */
export function Disc({ k }: { readonly k: number }) {
  const r = AT_22.disc * k;
  return (
    <svg
      className="disc"
      style={{ left: 1 - r - 1.5, top: 6 * k - r + 1 }}
      width={2 * r + 3}
      height={2 * r + 3}
      viewBox={`${-r - 1.5} ${-r - 1.5} ${2 * r + 3} ${2 * r + 3}`}
      aria-hidden="true"
    >
      <circle r={r} />
      <path d={`M${-r * 0.22},${-r * 0.36}L${r * 0.22},0L${-r * 0.22},${r * 0.36}`} />
    </svg>
  );
}
