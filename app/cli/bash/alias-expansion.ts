import { commandNames, parseScript } from './syntax.ts';

/** Puts the texts of aliases where commands are named by them; an alias is not expanded inside its own text. */
export function expandAliases(line: string, aliases: ReadonlyMap<string, string>): string {
  if (aliases.size === 0) return line;
  let text = line;
  const used = new Set<string>();
  for (let rounds = 0; rounds < 16; rounds++) {
    const found = commandNames(parseScript(text)).find(({ name }) => aliases.has(name) && !used.has(name));
    if (!found) return text;
    // The same alias may be used several times in a line: all of them now, none later.
    const places = commandNames(parseScript(text)).filter(({ name }) => name === found.name);
    for (const { at, name } of places.toReversed()) {
      text = text.slice(0, at) + (aliases.get(name) ?? name) + text.slice(at + name.length);
    }
    used.add(found.name);
  }
  return text;
}
