import { STDOUT } from '../../linux/names.ts';
import type { Process, Sys } from '../../linux/process/program.ts';
import { closeInput, openInput, type Input } from '../tool/input.ts';
import { readOptions, tool, type Flavour } from '../tool/tool.ts';

/** Prints files one after the other. */
export const cat = tool('cat', 'cat [-AbeEnstTv] [FILE]...', run);

const OPTIONS = {
  flags: 'AbeEnstTuv',
  long: {
    number: 'n',
    'show-all': 'A',
    'squeeze-blank': 's',
    'show-ends': 'E',
    'show-tabs': 'T',
    'number-nonblank': 'b',
  },
};

function* run(p: Process, flavour: Flavour): Sys<number> {
  const options = yield* readOptions(p, OPTIONS, flavour);
  if (!options) return 1;
  const style: Style = {
    number: options.has('b') ? 'text' : options.has('n') ? 'all' : 'none',
    squeeze: options.has('s'),
    ends: ['A', 'e', 'E'].some((flag) => options.has(flag)),
    tabs: ['A', 't', 'T'].some((flag) => options.has(flag)),
    visible: ['A', 'e', 't', 'v'].some((flag) => options.has(flag)),
  };
  const plain = style.number === 'none' && !style.squeeze && !style.ends && !style.tabs && !style.visible;
  const counter = { line: 0, blank: false };
  let status = 0;
  for (const name of options.operands.length > 0 ? options.operands : ['-']) {
    const input = yield* openInput(p, name);
    if (!input) {
      status = 1;
      continue;
    }
    yield* plain ? copy(p, input) : decorate(p, input, style, counter);
    closeInput(p, input);
  }
  return status;
}

function* copy(p: Process, input: Input): Sys<void> {
  for (let bytes = yield* p.read(input.fd); bytes; bytes = yield* p.read(input.fd))
    yield* p.write(STDOUT, bytes);
}

interface Style {
  readonly number: 'all' | 'text' | 'none';
  readonly squeeze: boolean;
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly visible: boolean;
}

function* decorate(
  p: Process,
  input: Input,
  style: Style,
  counter: { line: number; blank: boolean },
): Sys<void> {
  for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd)) {
    const blank = line.text === '';
    if (blank && counter.blank && style.squeeze) continue;
    counter.blank = blank;
    const counted = style.number === 'all' || (style.number === 'text' && !blank);
    if (counted) counter.line += 1;
    const number = counted ? `${String(counter.line).padStart(6)}\t` : '';
    const end = line.newline === '' ? '' : `${style.ends ? '$' : ''}\n`;
    yield* p.print(number + shown(line.text, style) + end);
  }
}

function shown(text: string, { tabs, visible }: Style): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is made visible
  return text.replaceAll(/[\u0000-\u001f\u007f]/g, (char) => {
    if (char === '\t') return tabs ? '^I' : char;
    return visible ? `^${String.fromCharCode(char.charCodeAt(0) ^ 0x40)}` : char;
  });
}
