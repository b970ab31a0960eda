import { readOptions, tool } from '../tool/tool.ts';

/** Tells where a program is found. */
export const which = tool('which', 'which [-a] NAME...', function* (p, flavour) {
  const options = yield* readOptions(p, { flags: 'as' }, flavour, 'Usage: /usr/bin/which [-a] args\n');
  if (!options) return 2;
  let status = options.operands.length > 0 ? 0 : 1;
  for (const name of options.operands) {
    const found = p.which(name);
    if (found.ok) yield* p.print(`${found.value}\n`);
    else status = 1;
  }
  return status;
});
