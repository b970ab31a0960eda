import { AT_22 } from './place/measures.ts';

interface RuleCardProps {
  readonly k: number;
  readonly matched: boolean;
  readonly stale: boolean;
}

/** The Service on one node: its rules as a small dashed capsule at the strip's edge, tied to the tether. */
export function RuleCard({ k, matched, stale }: RuleCardProps) {
  const width = AT_22.ruleCardWidth * k + 2;
  const height = AT_22.ruleCardHeight * k;
  return (
    <svg
      className={`rule-card ${matched ? 'matched' : ''} ${stale ? 'stale' : ''}`}
      style={{ right: -1, top: 7 * (k / 0.682) }}
      width={width + 9}
      height={height + 4}
      aria-hidden="true"
    >
      <rect x="2" y="2" width={width} height={height} rx={height / 2} />
      <path d={`M${width + 3},${height / 2 + 2}h5`} />
    </svg>
  );
}
