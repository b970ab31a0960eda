import {
  authorityKeyIdentifier,
  EXTENSION,
  extensionOf,
  isAuthority,
  isSignedBy,
  subjectKeyIdentifier,
  type Certificate,
} from './certificate.ts';
import { objectIdOf } from './der.ts';
import type { DistinguishedName } from './distinguished-name.ts';

/** What is wrong with a chain, by OpenSSL's number, and at which certificate: 0 is the one that was presented. */
export interface ChainFault {
  readonly code: ChainFaultCode;
  readonly depth: number;
  readonly certificate: Certificate;
}

/** Numbers of OpenSSL's verification errors that can come about here. */
export type ChainFaultCode = keyof typeof CHAIN_FAULTS;

/** What OpenSSL says about them. */
export const CHAIN_FAULTS = {
  2: 'unable to get issuer certificate',
  7: 'certificate signature failure',
  9: 'certificate is not yet valid',
  10: 'certificate has expired',
  18: 'self-signed certificate',
  19: 'self-signed certificate in certificate chain',
  20: 'unable to get local issuer certificate',
  26: 'unsuitable certificate purpose',
  62: 'hostname mismatch',
  64: 'IP address mismatch',
  79: 'invalid CA certificate',
} as const;

/** What a chain is judged by. */
export interface Trust {
  /** Certificates that are trusted. */
  readonly anchors: readonly Certificate[];
  /** Certificates that the other end sent along. */
  readonly others: readonly Certificate[];
  /** Now, in milliseconds since 1970. */
  readonly now: number;
  /** Whether the chain is to be that of a server. */
  readonly server?: boolean;
}

/** Longest chain that is followed. */
const MOST = 10;
const SERVER_AUTH = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];

/** The first fault of a chain, if there is one: with it most programs end the connection. */
export function verifyChain(leaf: Certificate, trust: Trust): ChainFault | undefined {
  return chainFaults(leaf, trust)[0];
}

/**
 * Follows the issuers of a certificate to one that is trusted and gives every fault on the way, in the order in which
 * OpenSSL reports them to a program that goes on.
 * @upstream crypto/x509/x509_vfy.c X509_verify_cert
 */
export function chainFaults(leaf: Certificate, trust: Trust): readonly ChainFault[] {
  const { chain, trusted } = buildChain(leaf, trust);
  const depth = chain.length - 1;
  const top = chain[depth] ?? leaf;
  const distrust = trusted ? [] : [{ code: untrusted(chain, top), depth, certificate: top }];
  return [...distrust, ...extensionFaults(chain, trust), ...signatureAndTimeFaults(chain, trust)];
}

function untrusted(chain: readonly Certificate[], top: Certificate): ChainFaultCode {
  if (!isSelfIssued(top)) return 20;
  return chain.length === 1 ? 18 : 19;
}

function buildChain(
  leaf: Certificate,
  { anchors, others }: Trust,
): { readonly chain: readonly Certificate[]; readonly trusted: boolean } {
  const chain = [leaf];
  for (let top = leaf; chain.length <= MOST;) {
    if (isSelfIssued(top)) return { chain, trusted: anchors.some((anchor) => same(anchor, top)) };
    const anchor = anchors.find((one) => mayHaveIssued(one, top));
    const issuer = anchor ?? others.find((one) => mayHaveIssued(one, top) && !chain.includes(one));
    if (!issuer) break;
    chain.push(issuer);
    top = issuer;
  }
  return { chain, trusted: false };
}

function extensionFaults(chain: readonly Certificate[], { server }: Trust): readonly ChainFault[] {
  return chain.flatMap((certificate, depth): readonly ChainFault[] => {
    if (depth > 0 && isAuthority(certificate) === false) return [{ code: 79, depth, certificate }];
    const isUnfit = depth === 0 && server === true && !servesServers(certificate);
    return isUnfit ? [{ code: 26, depth, certificate }] : [];
  });
}

function servesServers(certificate: Certificate): boolean {
  const usages = extensionOf(certificate, EXTENSION.extKeyUsage);
  return usages === undefined || usages.parts.some((usage) => SERVER_AUTH.includes(objectIdOf(usage)));
}

/** From the far end down. A self-signed certificate at that end is not asked for its signature. */
function signatureAndTimeFaults(chain: readonly Certificate[], { now }: Trust): readonly ChainFault[] {
  const faults: ChainFault[] = [];
  for (const [depth, certificate] of [...chain.entries()].toReversed()) {
    const issuer = chain[depth + 1];
    if (issuer && !isSignedBy(certificate, issuer.publicKey)) faults.push({ code: 7, depth, certificate });
    if (now < certificate.notBefore) faults.push({ code: 9, depth, certificate });
    if (now > certificate.notAfter) faults.push({ code: 10, depth, certificate });
  }
  return faults;
}

function isSelfIssued(certificate: Certificate): boolean {
  return mayHaveIssued(certificate, certificate);
}

/** By names and key identifiers, before any signature is looked at. */
function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  if (!sameName(issuer.subject, certificate.issuer)) return false;
  const [wanted, own] = [authorityKeyIdentifier(certificate), subjectKeyIdentifier(issuer)];
  return wanted === undefined || own === undefined || wanted.join() === own.join();
}

function same(one: Certificate, other: Certificate): boolean {
  return one === other || one.der.join() === other.der.join();
}

function sameName(one: DistinguishedName, other: DistinguishedName): boolean {
  const text = (name: DistinguishedName): string =>
    name.map(({ type, value }) => `${type}=${value.trim().toLowerCase()}`).join('\n');
  return text(one) === text(other);
}
