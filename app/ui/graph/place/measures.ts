/** Measures at k = 1, a label of 22 px; everything scales by k. */
export const AT_22 = {
  topRow: 54,
  capsule: 38,
  capsuleTop: 7,
  capsulePadding: 18,
  laneLaptop: 148,
  laneBalancer: 208,
  gapLaneToBus: 16,
  gapBusToNode: 24,
  gapWithNumbers: 108,
  strip: 184,
  badgeWidth: 258,
  badgeHeight: 98,
  badgeAboveRail: 37,
  padding: 12,
  podHeight: 66,
  podCompact: 40,
  podPadding: 28,
  podGap: 11,
  apex: 14,
  rail: 22,
  railEnd: 42,
  stub: 28,
  client: 32,
  disc: 13,
  socketRadius: 12,
  socketAboveRail: 33,
  tagWidth: 54,
  tagHeight: 32,
  ruleCardWidth: 28,
  ruleCardHeight: 17,
  balancerWidth: 208,
  balancerHeight: 78,
} as const;

/** Distances that do not scale. */
export const FIXED = {
  side: 12,
  foot: 12,
  rowGap: 8,
  foldedRow: 40,
  foldedRail: 10,
  /** More air between a group and the Pods beside it: a client's disc stands out. */
  beforeGroup: 8,
  badgeGap: 10,
  lane: 8,
  drawer: 320,
} as const;

/** The two sizes of labels in the learn view: the smaller one where the larger finds no room. */
export const LABELS = [15, 14] as const;

/** The longest names in full; the graph cuts longer ones in the middle, everything else says them whole. */
export const LONGEST = { pod: 20, service: 30 } as const;

/** A name of at most so many characters: its begin and its end, which tells it from its neighbours. */
export const clip = (name: string, most: number): string =>
  name.length <= most ? name : `${name.slice(0, most - 7)}…${name.slice(-6)}`;

/** Width of mono text: every glyph is 0.6 em. */
export const monoWidth = (text: string, size: number): number => text.length * 0.6 * size;

/** Width of Inter text, a little generous: no fonts can be measured where the picture is computed. */
export function textWidth(text: string, size: number, weight = 400): number {
  let ems = 0;
  for (const glyph of text) {
    if (glyph === '…') ems += 0.9;
    else if (/[iljtfrI.,:;'|! -]/.test(glyph)) ems += 0.33;
    else if (/[mwMW]/.test(glyph)) ems += 0.88;
    else if (/[A-Z0-9]/.test(glyph)) ems += 0.65;
    else ems += 0.57;
  }
  return ems * size * (weight >= 600 ? 1.05 : 1);
}

/** Beside an open drawer the readout goes without the flag word. */
export const hasFlagWord = (width: number): boolean => width >= 700;
