import { closeInput, openInput, readBytes } from '../tool/input.ts';
import { readOptions, tool } from '../tool/tool.ts';

/** Prints the readable texts in a file. */
export const strings = tool('strings', 'strings [-n LENGTH] [FILE]...', function* (p, flavour) {
  const options = yield* readOptions(p, { flags: 'af', values: 'nt', number: true }, flavour);
  if (!options) return 1;
  const least = Number(options.value('n') ?? options.value('num') ?? 4);
  for (const name of options.operands.length > 0 ? options.operands : ['-']) {
    const input = yield* openInput(p, name);
    if (!input) return 1;
    let text = '';
    for (const byte of [...(yield* readBytes(p, input.fd)), 0]) {
      if ((byte >= 0x20 && byte < 0x7f) || byte === 9) text += String.fromCharCode(byte);
      else {
        if (text.length >= least) yield* p.print(`${text}\n`);
        text = '';
      }
    }
    closeInput(p, input);
  }
  return 0;
});
