type TextFunction = (args: readonly string[]) => string;

function words(text = ''): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** What stands for `%` in a word that fits a pattern; undefined when it does not fit. */
export function stemOf(pattern: string, word: string): string | undefined {
  const at = pattern.indexOf('%');
  if (at < 0) return pattern === word ? '' : undefined;
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)];
  const fits = word.length >= before.length + after.length && word.startsWith(before) && word.endsWith(after);
  return fits ? word.slice(before.length, word.length - after.length) : undefined;
}

const each =
  (change: (word: string) => string): TextFunction =>
  ([text]) =>
    words(text).map(change).join(' ');

/** make's functions on words, by name. */
export const textFunctions: Readonly<Record<string, TextFunction>> = {
  subst: ([from = '', to = '', text = '']) => (from === '' ? text + to : text.replaceAll(from, to)),
  patsubst: ([from = '', to = '', text]) =>
    words(text)
      .map((word) => {
        const stem = stemOf(from.trim(), word);
        return stem === undefined ? word : to.trim().replace('%', stem);
      })
      .join(' '),
  strip: ([text]) => words(text).join(' '),
  findstring: ([find = '', text = '']) => (text.includes(find) ? find : ''),
  filter: ([patterns, text]) =>
    words(text)
      .filter((word) => words(patterns).some((pattern) => stemOf(pattern, word) !== undefined))
      .join(' '),
  'filter-out': ([patterns, text]) =>
    words(text)
      .filter((word) => words(patterns).every((pattern) => stemOf(pattern, word) === undefined))
      .join(' '),
  sort: ([text]) => [...new Set(words(text).toSorted())].join(' '),
  word: ([number = '', text]) => words(text)[Number(number) - 1] ?? '',
  words: ([text]) => String(words(text).length),
  firstword: ([text]) => words(text)[0] ?? '',
  lastword: ([text]) => words(text).at(-1) ?? '',
  dir: each((word) => (word.includes('/') ? word.slice(0, word.lastIndexOf('/') + 1) : './')),
  notdir: each((word) => word.slice(word.lastIndexOf('/') + 1)),
  basename: each((word) => word.replace(/\.[^./]*$/, '')),
  suffix: each((word) => /\.[^./]*$/.exec(word)?.[0] ?? ''),
  addsuffix: ([suffix = '', text]) =>
    words(text)
      .map((word) => word + suffix)
      .join(' '),
  addprefix: ([prefix = '', text]) =>
    words(text)
      .map((word) => prefix + word)
      .join(' '),
};
