import { encodeBase64 } from '../../../base/base64.ts';
import { STDOUT } from '../../../linux/names.ts';
import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import { EVERYWHERE } from '../../tool/tool.ts';
import { readArguments, type Arguments, type Grammar } from './arguments.ts';
import { randomBytes } from './generate.ts';
import { canWrite, put } from './files.ts';
import { hex } from './print-certificate.ts';
import { REQ, req } from './req.ts';
import { genrsa, GENRSA, PKEY, rsa, RSA } from './rsa.ts';
import { verify, VERIFY } from './verify.ts';
import { COMMANDS, VERSION } from './version.data.ts';
import { x509, X509 } from './x509.ts';

interface Command {
  readonly grammar: Grammar;
  readonly run: (p: Process, args: Arguments) => Sys<number>;
}

const COMMANDS_HERE: Readonly<Record<string, Command>> = {
  req: { grammar: REQ, run: req },
  x509: { grammar: X509, run: x509 },
  verify: { grammar: VERIFY, run: verify },
  rsa: { grammar: RSA, run: rsa },
  pkey: { grammar: PKEY, run: rsa },
  genrsa: { grammar: GENRSA, run: genrsa },
  rand: {
    grammar: { flags: 'hex base64', values: 'out', others: 'rand writerand', operands: true },
    run: rand,
  },
  version: {
    grammar: { flags: 'v', others: 'a b d e m o f p r c' },
    run: version,
  },
};

/** OpenSSL's command line: keys, certificates and what they are judged by. */
export const openssl: ProgramSpec = {
  name: 'openssl',
  help: 'openssl req|x509|verify|rsa|pkey|genrsa|rand|version [OPTION]...',
  run,
  on: EVERYWHERE,
};

function* run(p: Process): Sys<number> {
  const [name = 'help', ...words] = p.argv.slice(1);
  const command = COMMANDS_HERE[name];
  if (command) {
    const args = yield* readArguments(p, name, words, command.grammar);
    return args ? yield* command.run(p, args) : 1;
  }
  if (name === 'help') {
    yield* p.warn(COMMANDS);
    return 0;
  }
  if (
    name !== 'help' &&
    new RegExp(`(?:^|\\s)${name.replace(/[^\w-]/g, '\\$&')}(?:\\s|$)`, 'm').test(COMMANDS)
  ) {
    yield* p.warn(`lintas: openssl ${name} is not simulated\n`);
    return 1;
  }
  yield* p.warn(`Invalid command '${name}'; type "help" for a list.\n`);
  return 1;
}

function* version(p: Process): Sys<number> {
  yield* p.print(`${VERSION}\n`);
  return 0;
}

function* rand(p: Process, args: Arguments): Sys<number> {
  const [count = ''] = args.operands;
  if (!/^\d+$/.test(count) || args.operands.length > 1) {
    yield* p.warn('rand: Use -help for summary.\n');
    return 1;
  }
  const out = args.value('out');
  if (!(yield* canWrite(p, args, out, false))) return 1;
  const bytes = randomBytes(p, Number(count));
  if (args.has('hex')) yield* put(p, out, `${hex(bytes, '')}\n`);
  else if (args.has('base64'))
    yield* put(p, out, `${(encodeBase64(bytes).match(/.{1,64}/g) ?? []).join('\n')}\n`);
  else if (out === undefined) yield* p.write(STDOUT, bytes);
  else yield* put(p, out, bytes);
  return 0;
}
