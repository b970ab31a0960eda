import { isMatch, matchHost } from '../../../base/crypto/host-name.ts';
import { CHAIN_FAULTS, chainFaults, type ChainFault } from '../../../base/crypto/verify-chain.ts';
import type { Certificate } from '../../../base/crypto/certificate.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import type { Arguments, Grammar } from './arguments.ts';
import { loadAnchors, loadCertificate } from './files.ts';
import { oneLine } from './names.ts';

/** What `openssl verify` understands. */
export const VERIFY: Grammar = {
  flags: 'verbose',
  values: 'CAfile trusted untrusted verify_hostname verify_ip purpose',
  numbers: 'attime',
  others:
    'CApath CAstore no-CAfile no-CApath CRLfile crl_check crl_check_all show_chain partial_chain x509_strict ' +
    'no_check_time policy verify_email verify_depth nameopt',
  operands: true,
};

const FAILED = 2;

/** Judges certificates by the ones that are trusted. */
export function* verify(p: Process, args: Arguments): Sys<number> {
  const anchors: Certificate[] = [];
  const others: Certificate[] = [];
  for (const { name, value } of args.given) {
    if (name !== 'CAfile' && name !== 'trusted' && name !== 'untrusted') continue;
    const loaded = yield* loadAnchors(p, value);
    if (!loaded) return 1;
    (name === 'untrusted' ? others : anchors).push(...loaded);
  }
  const at = args.value('attime');
  const now = at === undefined ? p.epoch + p.now() : Number(at) * 1000;
  const files = args.operands.length > 0 ? args.operands : [undefined];
  let status = 0;
  for (const file of files) {
    const certificate = yield* loadCertificate(p, file, 'certificate file');
    const server = args.value('purpose') === 'sslserver';
    const faults = certificate
      ? [...chainFaults(certificate, { anchors, others, now, server }), ...nameFaults(certificate, args)]
      : [];
    if (!certificate || faults.length > 0) status = FAILED;
    if (faults.length > 0) yield* sayFaults(p, faults, file ?? 'stdin');
    else if (certificate) yield* p.print(`${file ?? 'stdin'}: OK\n`);
  }
  return status;
}

function nameFaults(certificate: Certificate, args: Arguments): readonly ChainFault[] {
  const [host, address] = [args.value('verify_hostname'), args.value('verify_ip')];
  if (host !== undefined && !isMatch(matchHost(certificate, host)))
    return [{ code: 62, depth: 0, certificate }];
  const isOther = address !== undefined && matchHost(certificate, address).type !== 'alternative';
  return isOther ? [{ code: 64, depth: 0, certificate }] : [];
}

/** After these it goes on to look for more. */
const GOES_ON: readonly number[] = [10, 18, 26, 79];

function* sayFaults(p: Process, faults: readonly ChainFault[], file: string): Sys<void> {
  for (const { code, depth, certificate } of faults) {
    yield* p.warn(
      `${oneLine(certificate.subject)}\nerror ${code} at ${depth} depth lookup: ${CHAIN_FAULTS[code]}\n`,
    );
    if (!GOES_ON.includes(code)) break;
  }
  yield* p.warn(`error ${file}: verification failed\n`);
}
