import { canonicalText, masked } from './canonical-text.ts';
import { FIXED_ADDRESSES, FIXED_PORTS } from './masks.data.ts';

/** One command of a transcript with what came out. */
export interface Played {
  readonly cmd: string;
  readonly out: string;
  readonly err: string;
  readonly code: number | string;
}

/** A command whose output is not the recorded one, after masking what is chance. */
export interface Difference {
  readonly cmd: string;
  readonly recorded: Played;
  readonly ours: Played | undefined;
}

/**
 * Compares a transcript with its recording, command by command. Random names, times and addresses are masked or numbered
 * by their first appearance; of help texts, which are our own words, only headings and names count.
 */
export function differences(recorded: readonly Played[], ours: readonly Played[]): Difference[] {
  const [theirs, mine] = [new Numbering(), new Numbering()];
  return recorded.flatMap((command, index) => {
    const other = ours[index];
    const wanted = theirs.played(withoutProse(command));
    const given = other && mine.played(withoutProse(other));
    const equal = given && (['out', 'err', 'code'] as const).every((part) => given[part] === wanted[part]);
    return equal ? [] : [{ cmd: command.cmd, recorded: wanted, ours: given }];
  });
}

/** Numbers what a cluster assigns by its first appearance in one transcript. */
class Numbering {
  readonly #seen = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  played({ cmd, out, err, code }: Played): Played {
    return { cmd, out: this.#text(out), err: this.#text(err), code };
  }

  #text(text: string): string {
    return masked(canonicalText(text))
      .replaceAll(/\b10\.(?:0|96)\.\d+\.\d+\b/g, (address) => this.#unless(FIXED_ADDRESSES, 'vip', address))
      .replaceAll(/\b10\.244\.\d+\.\d+\b(?!\/)/g, (address) => this.#number('pod', address))
      .replaceAll(/\b3[0-2]\d{3}\b/g, (port) => this.#unless(FIXED_PORTS, 'np', port))
      .replace(/\n+$/, '')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n');
  }

  #unless(fixed: readonly string[], kind: string, value: string): string {
    return fixed.includes(value) ? value : this.#number(kind, value);
  }

  #number(kind: string, value: string): string {
    const key = `${kind} ${value}`;
    const known = this.#seen.get(key);
    if (known !== undefined) return `<${kind}${known}>`;
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    this.#seen.set(key, number);
    return `<${kind}${number}>`;
  }
}

const PROSE =
  /kubectl explain|--help|(?<=\s)-h(?=\s|$)|^kubectl options|^kubectl(?: create| rollout| set| config| auth)?$|kubectl help/;
const KEPT =
  /^(?:(?:KIND|VERSION|GROUP|FIELD|FIELDS|ENUM|DESCRIPTION)\b|error:| {2}[A-Za-z-]+\t<|Usage:| {2}kubectl |See '|Use "kubectl)/;

function withoutProse(played: Played): Played {
  if (!PROSE.test(played.cmd) || played.cmd.includes('|')) return played;
  const out = played.out
    .split('\n')
    .filter((line) => KEPT.test(line))
    .join('\n');
  return { ...played, out };
}
