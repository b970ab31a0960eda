import type { KeyboardEvent } from 'react';
import type { RuleStep } from '../../linux/trace.ts';
import { Icon } from '../controls/Icon.tsx';
import { useCluster } from '../store/cluster.ts';
import { useSelection } from '../store/selection.ts';
import { useSession } from '../store/session.ts';
import { useT, type Translate, type WordKey } from '../text/translate.ts';
import { shortHash, shortName } from '../trace/words.ts';
import { chainWalks, type ChainWalk, type RuleLine } from './rule-lines.ts';

/** Every rule that the packet tried at this stop, chain by chain: matched or not, and why; where dice fell, the draw. */
export function RuleWalk() {
  const t = useT();
  const { stops, stop } = useSession();
  const rules = stops[stop]?.hops.flatMap((hop) => hop.rules ?? []) ?? [];
  const walks = chainWalks(rules).filter(({ tried, lines }) => tried > 0 && !isDoorway(lines));
  if (walks.length === 0) return <p className="drawer-empty">{t('noRules')}</p>;
  return (
    <div className="rule-walk">
      {walks.map((walk) => (
        <Chain key={walk.id} walk={walk} />
      ))}
    </div>
  );
}

/** A built-in chain that only leads on says nothing by itself. */
const isDoorway = (lines: readonly RuleLine[]): boolean =>
  lines.length === 1 &&
  lines[0]?.type === 'rule' &&
  /^(PREROUTING|OUTPUT)$/.test(lines[0].rule.chain) &&
  lines[0].rule.target === 'KUBE-SERVICES';

function Chain({ walk }: { readonly walk: ChainWalk }) {
  const t = useT();
  const lit = useSelection(({ brushed }) => brushed === walk.chain);
  return (
    <section aria-label={walk.chain}>
      <h3 className="chain-head">
        <span className={lit ? 'code lit' : 'code'} data-hl={lit ? walk.chain : undefined} title={walk.chain}>
          {shortHash(walk.chain)}
        </span>
        <span className="muted">{t('rulesTried', { n: walk.tried })}</span>
      </h3>
      <ul>
        {walk.lines.map((line) =>
          line.type === 'skipped' ? (
            <Skipped key={line.id} rules={line.rules} />
          ) : (
            <Rule key={line.id} id={line.id} rule={line.rule} rest={restAfter(walk, line.id)} />
          ),
        )}
      </ul>
    </section>
  );
}

function Skipped({ rules }: { readonly rules: readonly RuleStep[] }) {
  const t = useT();
  const [first, last] = [rules[0], rules.at(-1)];
  return (
    <li className="rule">
      <span className="rule-number code">
        {first?.number}–{last?.number}
      </span>
      <Icon name="minus" size={14} />
      <span className="rule-name code">{t('otherRules', { n: rules.length })}</span>
      <span>{reason(first, t)}</span>
    </li>
  );
}

interface RuleProps {
  readonly id: number;
  readonly rule: RuleStep;
  /** Where a draw above the threshold leads, if that is a single rule. */
  readonly rest: RuleStep | undefined;
}

function Rule({ id, rule, rest }: RuleProps) {
  const t = useT();
  const focused = useSelection((selection) => selection.rule === id);
  const target = targetOf(rule);
  const choose = () => {
    const chain = /^KUBE-[A-Z0-9-]+$/.test(target) ? target : rule.chain;
    useSelection.setState({ rule: id, brushed: chain });
  };
  return (
    <>
      <li>
        <button
          type="button"
          className={`rule ${rule.matched ? 'matched' : ''} ${focused ? 'focused' : ''}`}
          title={rule.text}
          aria-pressed={focused}
          onClick={choose}
          onFocus={choose}
          onKeyDown={moveAmongRules}
        >
          <span className="rule-number code">{rule.number}</span>
          <Icon name={rule.matched ? 'arrow' : 'minus'} size={14} />
          <span className="rule-name code">{nameOf(rule, target)}</span>
          <Why rule={rule} />
        </button>
      </li>
      {rule.draw === undefined ? null : (
        <Draw
          draw={rule.draw}
          rule={rule}
          rest={rest}
          label={t('drawn', { value: rule.draw.value.toFixed(2) })}
        />
      )}
    </>
  );
}

function Why({ rule }: { readonly rule: RuleStep }) {
  const t = useT();
  const { draw } = rule;
  if (draw !== undefined) {
    const [before = '', after = ''] = t('drawn', { value: '\u0000' }).split('\u0000');
    return (
      <span>
        {before}
        <b>{draw.value.toFixed(2)}</b>
        {after} <Compare less={draw.value < draw.threshold} /> {draw.threshold}
      </span>
    );
  }
  if (!rule.matched) return <span>{reason(rule, t)}</span>;
  const to = /^DNAT (.+)$/.exec(rule.target ?? '')?.[1];
  const destination = / -d (\S+?)(?:\/32)? /.exec(rule.text)?.[1];
  const port = / --dport (\d+)/.exec(rule.text)?.[1];
  if (to !== undefined) return <Named word={t('toWord')} value={to} strong />;
  if (destination !== undefined)
    return (
      <Named
        word={t('destinationWord')}
        value={port === undefined ? destination : `${destination}:${port}`}
      />
    );
  const isRest = rule.chain.startsWith('KUBE-SVC-') && rule.target?.startsWith('KUBE-SEP-') === true;
  return <span>{isRest ? t('theRest') : ''}</span>;
}

interface NamedProps {
  readonly word: string;
  readonly value: string;
  readonly strong?: boolean;
}

function Named({ word, value, strong = false }: NamedProps) {
  return (
    <span>
      {word} {strong ? <strong className="code">{value}</strong> : <span className="code">{value}</span>}
    </span>
  );
}

/** The sign is drawn: the fonts lack it. */
function Compare({ less }: { readonly less: boolean }) {
  const t = useT();
  return (
    <svg
      className="icon"
      viewBox="0 0 14 14"
      width="12"
      height="12"
      role="img"
      aria-label={less ? '<' : `>= ${t('drawn', { value: '' })}`}
    >
      <path d={less ? 'M11 2L3 7l8 5' : 'M3 1l8 4-8 4M3 12.5h8'} />
    </svg>
  );
}

interface DrawProps {
  readonly draw: NonNullable<RuleStep['draw']>;
  readonly rule: RuleStep;
  readonly rest: RuleStep | undefined;
  readonly label: string;
}

const LINE = 224;

/** The draw on a number line: below the threshold this endpoint, above it the ones that follow. */
function Draw({ draw, rule, rest, label }: DrawProps) {
  const rows = useCluster((cluster) => cluster.rows);
  const won = draw.value < draw.threshold;
  const x = draw.value * LINE;
  const mark = draw.threshold * LINE;
  const own = endpointName(rule, rows);
  return (
    <li className="draw" aria-label={label}>
      <svg width={LINE + 60} height="52" viewBox={`-22 -5 ${LINE + 60} 52`} aria-hidden="true">
        <path className="line" d={`M0,16H${LINE}M0,11v10M${LINE},11v10`} />
        <path className="chosen" d={won ? `M0,16H${mark}` : `M${mark},16H${LINE}`} />
        <path className="threshold" d={`M${mark},8v16`} />
        <path className="drawn" d={`M${x},10.5l5.5,5.5-5.5,5.5-5.5-5.5z`} transform="translate(0 -5.5)" />
        <text x={x + 10} y="9" className="value">
          {draw.value.toFixed(2)}
        </text>
        <text x="-4" y="40" className={won ? 'won' : ''}>
          {own}
        </text>
        <text x={mark} y="40" textAnchor="middle">
          {draw.threshold}
        </text>
        <text x={LINE + 4} y="40" textAnchor="end" className={won ? '' : 'won'}>
          {rest === undefined ? '' : endpointName(rest, rows)}
        </text>
      </svg>
    </li>
  );
}

function endpointName(rule: RuleStep, rows: ReturnType<typeof useCluster.getState>['rows']): string {
  const address = / -> (\d+(?:\.\d+){3}):/.exec(rule.text)?.[1];
  const pod = [...rows.values()].find((row) => row.kind === 'Pod' && row.ip === address);
  return pod === undefined ? '' : shortName(pod.name);
}

/** Where a rule leads: what it led to when it matched, else what its text says. */
const targetOf = (rule: RuleStep): string => rule.target ?? / -j (\S+)/.exec(rule.text)?.[1] ?? '';

/** The name of a line: the Service for the way into its chain, else the target without its common beginning. */
function nameOf(rule: RuleStep, target: string): string {
  const comment = /--comment "[^"]*?\/([^"\s:]+)(?::\S+)? cluster IP"/.exec(rule.text)?.[1];
  if (rule.chain === 'KUBE-SERVICES' && comment !== undefined) return comment;
  if (target.startsWith('DNAT')) return 'DNAT';
  return shortHash(target).replace(/^KUBE-/, '');
}

const REASONS: Readonly<Record<string, WordKey>> = {
  d: 'otherDestination',
  s: 'otherSource',
  p: 'otherProtocol',
  dport: 'otherPort',
  sport: 'otherPort',
  mark: 'otherMark',
  ctstate: 'otherState',
  i: 'otherInterface',
  o: 'otherInterface',
  addrtype: 'notLocal',
};

/** Why a rule did not match, in words of the thing it asked for. */
function reason(rule: RuleStep | undefined, t: Translate): string {
  if (rule?.failed === undefined) return '';
  if (rule.failed === 's' && rule.text.includes(' ! -s ')) return t('sourceIsPod');
  if (rule.failed === 's' && rule.chain.startsWith('KUBE-SEP-')) return t('sourceNotThisPod');
  const word = REASONS[rule.failed];
  return word === undefined ? t('conditionFailed', { name: rule.failed }) : t(word);
}

/** The rule that takes what the draw leaves over: the next one, where it asks nothing more. */
function restAfter(walk: ChainWalk, id: number): RuleStep | undefined {
  const rules = walk.lines.flatMap((line) => (line.type === 'rule' ? [line] : []));
  const next = rules[rules.findIndex((line) => line.id === id) + 1];
  return next !== undefined && next.rule.draw === undefined && next.rule.matched ? next.rule : undefined;
}

function moveAmongRules(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const all = [
    ...(event.currentTarget.closest('.rule-walk')?.querySelectorAll<HTMLElement>('button.rule') ?? []),
  ];
  event.preventDefault();
  all[all.indexOf(event.currentTarget) + step]?.focus();
}
