import { MASKS } from './masks.data.ts';

const ADDRESS = String.raw`10\.(?:244|0)\.\d+\.\d+`;
const ADDRESSES = new RegExp(ADDRESS, 'g');
const ADDRESS_LIST = new RegExp(String.raw`${ADDRESS}(?::\d+)?(?:,${ADDRESS}(?::\d+)?)+`, 'g');
const ENDPOINT_LIST = /^( *[eE]ndpoints:\n(?=( *)- ))((?:\2- .*\n(?:\2 {2}.*\n)*)+)/gm;

/** A text with everything masked that is chance or invention. */
export function masked(text: string): string {
  const done = MASKS.reduce((rest, [pattern, by]) => rest.replaceAll(pattern, by), text);
  return done.replaceAll(/[ \t]{2,}/g, '\t');
}

/** A text with the orders made canonical that a real cluster leaves to chance. */
export function canonicalText(text: string): string {
  const listed = text.replaceAll(ADDRESS_LIST, (list) => list.split(',').toSorted(byAddress).join(','));
  const chunked = sortChunks(listed).replaceAll(
    ENDPOINT_LIST,
    (_whole: string, head: string, indent: string, items: string) =>
      head + splitItems(items, indent).toSorted(byMasked).join(''),
  );
  const lines = sortRuns(chunked.split('\n'), nameInLine);
  return shortenWaiting(sortAddresses(lines)).join('\n');
}

interface Named {
  readonly key: string;
  readonly name: string;
}

/** The line up to and with its first random name, masked; and that name as it stands. */
function nameInLine(line: string): Named | undefined {
  for (const match of line.matchAll(/\S+/g))
    if (/<(?:rand|hash)>/.test(masked(match[0])))
      return { key: masked(line.slice(0, match.index + match[0].length)), name: match[0] };
  return undefined;
}

/** `describe` of several objects: chunks whose heads differ only in random parts. */
function sortChunks(text: string): string {
  if (!text.startsWith('Name:') || !text.includes('\n\n\nName:')) return text;
  const chunks = text.replace(/\n+$/, '').split('\n\n\n');
  return sortRuns(chunks, (chunk) => {
    const [head = ''] = chunk.split('\n', 1);
    return { key: masked(head), name: head };
  }).join('\n\n\n');
}

/** Sorts each run of neighbours with the same masked key by masked text, if their names ascend. */
function sortRuns(parts: readonly string[], nameOf: (part: string) => Named | undefined): string[] {
  const named = parts.map(nameOf);
  const sorted: string[] = [];
  for (let begin = 0; begin < parts.length;) {
    const first = named[begin];
    let end = begin + 1;
    if (first) while (end < parts.length && named[end]?.key === first.key) end++;
    const names = named.slice(begin, end).map((one) => one?.name ?? '');
    const run = parts.slice(begin, end);
    const ascends = names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name);
    sorted.push(...(ascends ? run.toSorted(byMasked) : run));
    begin = end;
  }
  return sorted;
}

/** Addresses among lines that are otherwise equal. */
function sortAddresses(lines: readonly string[]): string[] {
  const classes = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    if ([...line.matchAll(ADDRESSES)].length !== 1) continue;
    const key = masked(line.replace(new RegExp(ADDRESS), '<a>'));
    classes.set(key, [...(classes.get(key) ?? []), index]);
  }
  const sorted = [...lines];
  for (const places of classes.values()) {
    const addresses = places
      .map((index) => new RegExp(ADDRESS).exec(lines[index] ?? '')?.[0] ?? '')
      .toSorted(byAddress);
    for (const [nth, index] of places.entries())
      sorted[index] = (lines[index] ?? '').replace(new RegExp(ADDRESS), addresses[nth] ?? '');
  }
  return sorted;
}

/** Of a run of `rollout status` lines only the first and the last count, and equal neighbours once. */
function shortenWaiting(lines: readonly string[]): string[] {
  const waits = (index: number) => lines[index]?.startsWith('Waiting for ') === true;
  const kept = lines.filter((_, index) => !(waits(index - 1) && waits(index) && waits(index + 1)));
  return kept.filter(
    (line, index) => !(line.startsWith('Waiting for ') && index > 0 && kept[index - 1] === line),
  );
}

function splitItems(items: string, indent: string): string[] {
  return items.split(new RegExp(`^(?=${indent}- )`, 'm')).filter((item) => item !== '');
}

function byMasked(a: string, b: string): number {
  const [left, right] = [masked(a), masked(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function byAddress(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits)));
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index] ?? -1;
    if (part !== other) return part - other;
  }
  return 0;
}
