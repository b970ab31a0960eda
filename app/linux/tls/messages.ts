import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { Random } from '../../base/random.ts';

/** Kinds of handshake messages by their numbers. */
export const HANDSHAKE = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  certificateVerify: 15,
  finished: 20,
} as const;

const EXTENSION = {
  serverName: 0,
  groups: 10,
  signatures: 13,
  alpn: 16,
  padding: 21,
  versions: 43,
  keyShare: 51,
} as const;

const VERSION_1_2 = [3, 3];
const VERSION_1_3 = [3, 4];
const AES_256_GCM_SHA384 = [0x13, 0x02];
const X25519 = [0, 0x1d];
const SHARE_BYTES = 32;
const CLIENT_HELLO_BYTES = 512;
const SERVER_HELLO_EXTENSIONS = 46;

/** What a client says first. */
export interface ClientHello {
  readonly random: Uint8Array;
  readonly share: Uint8Array;
  /** The host that it asks for by name; addresses are not said. */
  readonly serverName: string | undefined;
  readonly protocols: readonly string[];
}

/** What a server answers with. */
export interface ServerHello {
  readonly random: Uint8Array;
  readonly share: Uint8Array;
}

/** So many bytes of chance. */
export function chance(random: Random, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => random.bits() & 255);
}

/** A message with its kind and length in front. */
export function message(kind: number, body: readonly number[] | Uint8Array): Uint8Array {
  return Uint8Array.from([kind, ...number3(body.length), ...body]);
}

/** A client's first message, padded as OpenSSL pads it. */
export function writeClientHello({ random, share, serverName, protocols }: ClientHello): Uint8Array {
  const name = encodeUtf8(serverName ?? '');
  const names = serverName === undefined ? [] : extension(EXTENSION.serverName, list2([0, ...list2(name)]));
  const offered = protocols.flatMap((protocol) => [protocol.length, ...encodeUtf8(protocol)]);
  const extensions = [
    ...names,
    ...extension(EXTENSION.groups, list2(X25519)),
    ...(offered.length === 0 ? [] : extension(EXTENSION.alpn, list2(offered))),
    ...extension(EXTENSION.signatures, list2([8, 4, 4, 1])),
    ...extension(EXTENSION.versions, [VERSION_1_3.length, ...VERSION_1_3]),
    ...extension(EXTENSION.keyShare, list2([...X25519, ...list2(share)])),
  ];
  const front = [...VERSION_1_2, ...random, 32, ...random.toReversed(), ...list2(AES_256_GCM_SHA384), 1, 0];
  const missing = CLIENT_HELLO_BYTES - 4 - front.length - 2 - extensions.length - 4;
  const padding =
    missing < 0
      ? []
      : extension(
          EXTENSION.padding,
          Array.from({ length: missing }, () => 0),
        );
  return message(HANDSHAKE.clientHello, [...front, ...list2([...extensions, ...padding])]);
}

/** Reads a client's first message; undefined when it is none. */
export function readClientHello(bytes: Uint8Array): ClientHello | undefined {
  const session = bytes[38] ?? 0;
  const suites = 39 + session;
  const compression = suites + 2 + read2(bytes, suites);
  const start = compression + 1 + (bytes[compression] ?? 0) + 2;
  if (bytes[0] !== HANDSHAKE.clientHello || start > bytes.length) return undefined;
  const found = extensionsOf(bytes.slice(start));
  const share = found.get(EXTENSION.keyShare)?.slice(6);
  if (!share) return undefined;
  const name = found.get(EXTENSION.serverName);
  return {
    random: bytes.slice(6, 38),
    share,
    serverName: name && decodeUtf8(name.slice(5)),
    protocols: protocolsOf(found.get(EXTENSION.alpn)),
  };
}

/** A server's first message. */
export function writeServerHello({ random, share }: ServerHello, session: Uint8Array): Uint8Array {
  const extensions = [
    ...extension(EXTENSION.versions, VERSION_1_3),
    ...extension(EXTENSION.keyShare, [...X25519, ...list2(share)]),
  ];
  const front = [...VERSION_1_2, ...random, 32, ...session, ...AES_256_GCM_SHA384, 0];
  return message(HANDSHAKE.serverHello, [...front, ...list2(extensions)]);
}

/** Reads a server's first message; undefined when it is none. */
export function readServerHello(bytes: Uint8Array): ServerHello | undefined {
  const found = extensionsOf(bytes.slice(bytes.length - SERVER_HELLO_EXTENSIONS));
  const share = found.get(EXTENSION.keyShare)?.slice(4);
  return bytes[0] === HANDSHAKE.serverHello && share ? { random: bytes.slice(6, 38), share } : undefined;
}

/** What the server says of the extensions, already sealed: the protocol chosen, and that it knows the name. */
export function writeEncryptedExtensions(protocol: string | undefined, named: boolean): Uint8Array {
  const chosen = protocol === undefined ? [] : [protocol.length, ...encodeUtf8(protocol)];
  return message(
    HANDSHAKE.encryptedExtensions,
    list2([
      ...(named ? extension(EXTENSION.serverName, []) : []),
      ...(chosen.length === 0 ? [] : extension(EXTENSION.alpn, list2(chosen))),
    ]),
  );
}

/** The protocol that the server chose. */
export function readProtocol(bytes: Uint8Array): string | undefined {
  return protocolsOf(extensionsOf(bytes.slice(6)).get(EXTENSION.alpn))[0];
}

/** The server's certificates, its own first. */
export function writeCertificates(chain: readonly Uint8Array[]): Uint8Array {
  const all = chain.flatMap((der) => [...number3(der.length), ...der, 0, 0]);
  return message(HANDSHAKE.certificate, [0, ...number3(all.length), ...all]);
}

/** Reads the server's certificates. */
export function readCertificates(bytes: Uint8Array): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  for (let at = 8; at + 3 <= bytes.length;) {
    const length = ((bytes[at] ?? 0) << 16) | read2(bytes, at + 1);
    chain.push(bytes.slice(at + 3, at + 3 + length));
    at += 3 + length + 2;
  }
  return chain;
}

/** A fresh key share. */
export function makeShare(random: Random): Uint8Array {
  return chance(random, SHARE_BYTES);
}

function extension(kind: number, body: readonly number[] | Uint8Array): readonly number[] {
  return [kind >> 8, kind & 255, ...list2(body)];
}

function extensionsOf(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = read2(bytes, at + 2);
    found.set(read2(bytes, at), bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

function protocolsOf(given: Uint8Array | undefined): readonly string[] {
  const list = given ?? [];
  const names: string[] = [];
  for (let at = 2; at < list.length; at += 1 + (list[at] ?? 0))
    names.push(decodeUtf8(Uint8Array.from(list.slice(at + 1, at + 1 + (list[at] ?? 0)))));
  return names;
}

function list2(bytes: readonly number[] | Uint8Array): readonly number[] {
  return [bytes.length >> 8, bytes.length & 255, ...bytes];
}

function number3(value: number): readonly number[] {
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function read2(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
