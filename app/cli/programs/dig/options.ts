/** One question that dig is to ask, and how to print the answer. */
export interface DigQuery {
  readonly name: string;
  readonly type: string;
  readonly server: string | undefined;
  readonly port: number;
  readonly flags: ReadonlyMap<string, string | boolean>;
}

/** Switches that are on unless `+noNAME` or `+noall` says otherwise. */
export const DEFAULT_ON = [
  'cmd',
  'comments',
  'question',
  'answer',
  'authority',
  'additional',
  'stats',
  'edns',
  'recurse',
  'cookie',
];

const SECTIONS = ['cmd', 'comments', 'question', 'answer', 'authority', 'additional', 'stats'];
const TYPES = /^(A|AAAA|ANY|CNAME|MX|NS|PTR|SOA|SRV|TXT|HINFO|HTTPS|NAPTR|DS|DNSKEY)$/i;

/** Reads dig's command line; the error is what it says. */
export function parseDig(args: readonly string[]): DigQuery | string {
  const flags = new Map<string, string | boolean>(DEFAULT_ON.map((name) => [name, true]));
  let [name, type, server, port]: [string | undefined, string, string | undefined, number] = [
    undefined,
    'A',
    undefined,
    53,
  ];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word.startsWith('@')) server = word.slice(1);
    else if (word.startsWith('+')) setFlag(flags, word.slice(1));
    else if (word === '-x') {
      name = `-x ${args[++at] ?? ''}`;
      type = 'PTR';
    } else if (word === '-t') type = (args[++at] ?? 'A').toUpperCase();
    else if (word === '-p') port = Number(args[++at] ?? 53);
    else if (word === '-q') name = args[++at];
    else if (word === '-4' || word === '-6' || word === '-u' || word === '-r') continue;
    else if (word === '-c' || word === '-b' || word === '-k' || word === '-y') at++;
    else if (word.startsWith('-')) return `Invalid option: ${word}`;
    else if (name !== undefined && TYPES.test(word)) type = word.toUpperCase();
    else if (
      name === undefined &&
      TYPES.test(word) &&
      args.slice(at + 1).some((later) => !/^[-+@]/.test(later))
    )
      type = word.toUpperCase();
    else if (/^IN$/i.test(word)) continue;
    else name = word;
  }
  return { name: name ?? '.', type: name === undefined ? 'NS' : type, server, port, flags };
}

function setFlag(flags: Map<string, string | boolean>, text: string): void {
  const [written = '', value] = text.split('=');
  const off = written.startsWith('no') && written !== 'nocookie' ? written.slice(2) : undefined;
  const name = off ?? written;
  if (written === 'nocookie') flags.set('cookie', false);
  else if (name === 'all') for (const section of SECTIONS) flags.set(section, off === undefined);
  else if (name === 'short') {
    flags.set('short', off === undefined);
  } else if (name === 'rec' || name === 'recurse') flags.set('recurse', off === undefined);
  else if (name === 'domain') {
    flags.set('search', true);
  } else flags.set(name, off === undefined ? (value ?? true) : false);
}
