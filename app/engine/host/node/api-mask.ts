/** Writes our answers with the placeholders of a recorded one, wherever what stands there is of the right form. */

const PATTERNS: Readonly<Record<string, string>> = {
  uid: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  rv: '[0-9]+',
  oldrv: '[0-9]+',
  time: String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z`,
  ip: String.raw`10\.0\.[0-9]+\.[0-9]+`,
  nodePort: '3[0-2][0-9]{3}',
  age: '[0-9]+[smhdy][0-9smhdy]*',
  continue: '[A-Za-z0-9_-]+',
  '5': '[bcdfghjklmnpqrstvwxz2-9]{5}',
};
const MARK = /<(uid|rv|oldrv|time|ip|nodePort|age|continue|5)([0-9]*)>/g;

/** Remembers which value each mark stands for, so that equal marks mean equal values and different ones different. */
class Marks {
  readonly #byMark = new Map<string, string>();
  readonly #byValue = new Map<string, string>();

  agree(mark: string, value: string): boolean {
    // Versions and times go by form alone: a recording does not tell them apart either.
    if (/^<(rv|oldrv|time|age|continue|5|uid)/.test(mark)) return true;
    const known = this.#byMark.get(mark);
    const other = this.#byValue.get(value);
    if (known !== undefined || other !== undefined) return known === value && other === mark;
    this.#byMark.set(mark, value);
    this.#byValue.set(value, mark);
    return true;
  }
}

/** Our value in the notation of the recorded one. */
export function masked(ours: unknown, recorded: unknown): unknown {
  return mask(ours, recorded, new Marks());
}

function mask(ours: unknown, recorded: unknown, marks: Marks): unknown {
  if (typeof recorded === 'string') return maskText(ours, recorded, marks);
  if (Array.isArray(ours))
    return ours.map((item, index) =>
      mask(item, Array.isArray(recorded) ? recorded[index] : undefined, marks),
    );
  if (typeof ours !== 'object' || ours === null) return ours;
  const theirs = (typeof recorded === 'object' && recorded !== null ? recorded : {}) as Record<
    string,
    unknown
  >;
  return Object.fromEntries(
    Object.entries(ours).map(([key, value]) => [key, mask(value, theirs[key], marks)]),
  );
}

function maskText(ours: unknown, recorded: string, marks: Marks): unknown {
  if (typeof ours !== 'string' && typeof ours !== 'number') return ours;
  if (!MARK.test(recorded)) return ours;
  MARK.lastIndex = 0;
  const names: string[] = [];
  let pattern = '';
  let from = 0;
  for (const match of recorded.matchAll(MARK)) {
    pattern += `${literal(recorded.slice(from, match.index))}(${PATTERNS[match[1] ?? ''] ?? ''})`;
    names.push(match[0]);
    from = match.index + match[0].length;
  }
  pattern += literal(recorded.slice(from));
  const found = new RegExp(`^${pattern}$`, 's').exec(String(ours));
  if (!found) return ours;
  return names.every((name, index) => marks.agree(name, found[index + 1] ?? '')) ? recorded : ours;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
