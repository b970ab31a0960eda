import type { Regex } from '../regex/regex.ts';
import { splitFields } from './records.ts';
import { inputValue, numberValue, textValue, toText, type Value } from './value.ts';

/** The current record with its fields, which are split only when somebody looks. */
export class AwkRecord {
  #text = '';
  #fields: Value[] | undefined = [];
  #stale = false;
  readonly #separator: () => string;
  readonly #outputSeparator: () => string;
  readonly #regexOf: (source: string) => Regex;

  constructor(separator: () => string, outputSeparator: () => string, regexOf: (source: string) => Regex) {
    this.#separator = separator;
    this.#outputSeparator = outputSeparator;
    this.#regexOf = regexOf;
  }

  set(text: string): void {
    this.#text = text;
    this.#fields = undefined;
    this.#stale = false;
  }

  /** $0 when it is 0. */
  get(index: number): Value {
    if (index === 0) return inputValue(this.#whole());
    return this.#split()[index - 1] ?? { type: 'unset' };
  }

  assign(index: number, value: Value): void {
    if (index === 0) return this.set(toText(value));
    const fields = this.#split();
    while (fields.length < index) fields.push(textValue(''));
    fields[index - 1] = value;
    this.#stale = true;
  }

  get count(): number {
    return this.#split().length;
  }

  set count(wanted: number) {
    const fields = this.#split();
    while (fields.length < wanted) fields.push(textValue(''));
    fields.length = Math.max(0, wanted);
    this.#stale = true;
  }

  get countValue(): Value {
    return numberValue(this.count);
  }

  #whole(): string {
    if (this.#stale && this.#fields) {
      this.#text = this.#fields.map((field) => toText(field)).join(this.#outputSeparator());
      this.#stale = false;
    }
    return this.#text;
  }

  #split(): Value[] {
    this.#fields ??= splitFields(this.#text, this.#separator(), this.#regexOf).map(inputValue);
    return this.#fields;
  }
}
