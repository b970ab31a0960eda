import { useViewport } from '@xyflow/react';
import { Icon } from '../controls/Icon.tsx';
import { useLayout } from '../store/layout.ts';
import { useSelection } from '../store/selection.ts';
import { useSession } from '../store/session.ts';
import { useT } from '../text/translate.ts';
import { badgeOf, badgeRule, endsOf, flagWord, shortChain, verdictOf } from '../trace/words.ts';
import type { Placed } from './place/boxes.ts';
import { AT_22, hasFlagWord } from './place/measures.ts';
import { spotsOf } from './place/wires.ts';

/** The words over the packets: readout, rewrite badge, what went wrong. DOM text, so that it can be selected and read. */
export function Words({ placed }: { readonly placed: Placed }) {
  const { x, y, zoom } = useViewport();
  return (
    <div className="words" style={{ transform: `translate(${x}px, ${y}px) scale(${zoom})` }}>
      <Readout placed={placed} />
      <Badge placed={placed} />
      <Verdict placed={placed} />
    </div>
  );
}

function Readout({ placed }: { readonly placed: Placed }) {
  const t = useT();
  const { stops, stop, letter, trace } = useSession();
  const here = stops[stop];
  const { readout, label } = placed;
  const style = {
    right: placed.width - readout.x - readout.width,
    top: readout.y,
    height: readout.height,
    fontSize: label,
  };
  if (here === undefined || trace === undefined) return null;
  const { source, destination } = endsOf(here.arrives);
  const reply = here.direction === 'reply';
  const packet = `${letter}${here.packet}`;
  return (
    <div
      className="readout"
      style={style}
      data-packet={packet}
      data-hop={`${stop + 1}/${stops.length}`}
      data-verdict={badgeOf(here)?.kind ?? verdictOf(here, trace).code}
    >
      <span className="readout-name">
        {packet}
        {hasFlagWord(placed.width) ? ` ${flagWord(here.journey)}` : ''}
      </span>
      <span className="hidden">{t(reply ? 'replyWord' : 'requestWord')}</span>
      <span className={reply ? 'code served' : 'code'}>{source}</span>
      <Icon name="arrow" size={20} />
      <span className={reply ? 'code' : 'code served'}>{destination}</span>
    </div>
  );
}

function Badge({ placed }: { readonly placed: Placed }) {
  const { stops, stop, departed } = useSession();
  const here = stops[stop];
  const rewrite = departed ? undefined : badgeOf(here);
  const node = placed.nodes.find(({ row }) => row.name === here?.place);
  const spot = spotsOf(stops.slice(0, stop + 1), placed).at(-1);
  if (here === undefined || rewrite === undefined || node === undefined || spot?.at !== 'strip') return null;
  const { badge } = node;
  const { k } = placed;
  const lane = here.direction === 'reply' ? (node === placed.nodes.at(-1) ? -8 : 8) : 0;
  const tagTop = node.rail.y + lane - (AT_22.tagHeight * k) / 2 - 1;
  const turn = badge.y + badge.height - 8;
  const rule = badgeRule(rewrite);
  const open = () => {
    useLayout.setState({ drawer: 'rules' });
    useSelection.setState({ brushed: rewrite.rule });
  };
  return (
    <>
      <svg className="elbow" width={placed.width} height={placed.height} aria-hidden="true">
        <path d={`M${spot.x},${tagTop}V${Math.min(turn, tagTop - 4)}H${badge.x}`} />
      </svg>
      <button
        type="button"
        className="badge nokey"
        style={{
          insetInlineStart: badge.x,
          top: badge.y,
          width: badge.width + 2,
          height: badge.height + 2,
          fontSize: placed.label,
          lineHeight: `${(badge.height - 8) / 3}px`,
        }}
        data-rewrite={rewrite.kind}
        onClick={open}
      >
        <span className="badge-head">
          <strong>{rewrite.kind}</strong> <span className="badge-rule">{shortChain(rule)}</span>
        </span>
        <s className="badge-old">{rewrite.from}</s>
        <span className="badge-new">
          <Icon name="arrow" size={Math.round(20 * k)} />
          {rewrite.to}
        </span>
      </button>
    </>
  );
}

/** What became of a packet that did not arrive, beside the place where it ended. */
function Verdict({ placed }: { readonly placed: Placed }) {
  const t = useT();
  const { stops, stop, trace } = useSession();
  const here = stops[stop];
  if (here === undefined || trace === undefined) return null;
  const verdict = verdictOf(here, trace);
  const failed = here.kind === 'lost' || verdict.code === 'refused';
  if (!failed) return null;
  const second = here.hook === undefined ? '' : `${here.verdict.toUpperCase()} · ${here.hook}`;
  const spot = spotsOf(stops.slice(0, stop + 1), placed).at(-1);
  const style =
    spot?.at === 'strip'
      ? { insetInlineStart: spot.node.badge.x, top: spot.node.badge.y + 20 }
      : {
          insetInlineStart: Math.max(4, (spot?.x ?? 0) - 40),
          top: (spot !== undefined && 'y' in spot ? spot.y : 0) - 62,
        };
  return (
    <div className="verdict" style={{ ...style, fontSize: placed.label }}>
      <strong>{t(verdict.word)}</strong>
      {second === '' ? null : <div>{second}</div>}
    </div>
  );
}
