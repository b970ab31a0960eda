import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { toHex } from '../../base/crypto/sha256.ts';
import type { Process, ProgramSpec, Sys } from '../../linux/process/program.ts';
import { closeInput, openInput, readBytes } from '../tool/input.ts';
import { calledAs, readOptions, tool, type Flavour } from '../tool/tool.ts';

type Digest = (bytes: Uint8Array) => Uint8Array;

function checksum(name: string, label: string, digest: Digest): ProgramSpec {
  return tool(name, `${name} [-c] [--tag] [FILE]...`, (p, flavour) => run(p, flavour, label, digest));
}

/** MD5 of files. */
export const md5sum = checksum('md5sum', 'MD5', md5);
/** SHA-1 of files. */
export const sha1sum = checksum('sha1sum', 'SHA1', sha1);
/** SHA-256 of files. */
export const sha256sum = checksum('sha256sum', 'SHA256', sha256);
/** SHA-512 of files. */
export const sha512sum = checksum('sha512sum', 'SHA512', sha512);

function* run(p: Process, flavour: Flavour, label: string, digest: Digest): Sys<number> {
  const options = yield* readOptions(
    p,
    {
      flags: 'bctwz',
      long: { check: 'c', binary: 'b', text: 't', tag: 'tag', quiet: 'quiet', status: 'status', warn: 'w' },
    },
    flavour,
  );
  if (!options) return 1;
  const names = options.operands.length > 0 ? options.operands : ['-'];
  let status = 0;
  for (const name of names) {
    if (options.has('c')) {
      if (!(yield* check(p, name, digest, options.has('status') || options.has('quiet')))) status = 1;
      continue;
    }
    const sum = yield* sumOf(p, name, digest);
    if (sum === undefined) status = 1;
    else
      yield* p.print(
        options.has('tag')
          ? `${label} (${name}) = ${sum}\n`
          : `${sum} ${options.has('b') ? '*' : ' '}${name}\n`,
      );
  }
  return status;
}

function* sumOf(p: Process, name: string, digest: Digest): Sys<string | undefined> {
  const input = yield* openInput(p, name);
  if (!input) return undefined;
  const sum = toHex(digest(yield* readBytes(p, input.fd)));
  closeInput(p, input);
  return sum;
}

function* check(p: Process, list: string, digest: Digest, quiet: boolean): Sys<boolean> {
  const input = yield* openInput(p, list);
  if (!input) return false;
  let failed = 0;
  let unread = 0;
  let lines = 0;
  for (let line = yield* p.readLine(input.fd); line; line = yield* p.readLine(input.fd)) {
    const found = /^\\?([0-9a-fA-F]{32,128}) [ *](.+)$/.exec(line.text);
    if (!found) continue;
    lines++;
    const [, wanted = '', name = ''] = found;
    const sum = yield* sumOf(p, name, digest);
    if (sum === undefined) unread++;
    else if (sum !== wanted.toLowerCase()) failed++;
    const verdict =
      sum === undefined ? 'FAILED open or read' : sum === wanted.toLowerCase() ? 'OK' : 'FAILED';
    if (!quiet || verdict !== 'OK') yield* p.print(`${name}: ${verdict}\n`);
  }
  closeInput(p, input);
  const program = calledAs(p);
  if (lines === 0) yield* p.warn(`${program}: ${list}: no properly formatted checksum lines found\n`);
  if (unread > 0)
    yield* p.warn(`${program}: WARNING: ${unread} listed file${unread === 1 ? '' : 's'} could not be read\n`);
  if (failed > 0)
    yield* p.warn(
      `${program}: WARNING: ${failed} computed checksum${failed === 1 ? '' : 's'} did NOT match\n`,
    );
  return lines > 0 && failed + unread === 0;
}
