import { alignTabs, DESCRIBE_STOPS } from '../print/tab-writer.ts';
import { stringEntries } from '../unstructured.ts';

/** Annotations longer than this stand on lines of their own. */
const LONGEST_ANNOTATION = 140;

/** Not worth showing: it repeats the object. */
const HIDDEN_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Collects the text of a description; columns are aligned from one flush to the next.
 * @upstream kubectl/pkg/describe/describe.go prefixWriter, tabbedString
 */
export class DescriptionWriter {
  #done = '';
  #pending = '';

  /** Writes at a level of indent, two blanks each. */
  write(level: number, text: string): void {
    this.#pending += '  '.repeat(level) + text;
  }

  /** A line `LABEL:<tab>VALUE`. */
  line(label: string, value: string | number): void {
    this.write(0, `${label}:\t${value}\n`);
  }

  /** Columns begin anew after this. */
  flush(): void {
    this.#done += alignTabs(this.#pending, DESCRIBE_STOPS);
    this.#pending = '';
  }

  text(): string {
    this.flush();
    return this.#done;
  }

  /** A string map, one entry a line: `Labels:  a=1`. */
  labels(title: string, object: unknown, ...path: readonly string[]): void {
    const entries = stringEntries(object, ...path);
    this.write(0, `${title}:\t`);
    if (entries.length === 0) this.write(0, '<none>\n');
    entries.forEach(([key, value], index) => this.write(0, `${index === 0 ? '' : '\t'}${key}=${value}\n`));
  }

  /** Annotations: long ones and those of several lines stand below their key. */
  annotations(title: string, object: unknown, ...path: readonly string[]): void {
    const entries = stringEntries(object, ...path).filter(([key]) => key !== HIDDEN_ANNOTATION);
    this.write(0, `${title}:\t`);
    if (entries.length === 0) this.write(0, '<none>\n');
    entries.forEach(([key, full], index) => {
      const value = full.replace(/\n$/, '');
      const start = index === 0 ? '' : '\t';
      if (value.length + key.length + 2 <= LONGEST_ANNOTATION && !value.includes('\n')) {
        return this.write(0, `${start}${key}: ${value}\n`);
      }
      this.write(0, `${start}${key}:\n`);
      for (const line of value.split('\n')) this.write(0, `\t  ${shorten(line, LONGEST_ANNOTATION - 2)}\n`);
    });
  }
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}
