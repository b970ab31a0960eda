import { decodeBase64, encodeBase64 } from '../base64.ts';

/** One block of a PEM file. */
export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY`, `RSA PRIVATE KEY`, … */
  readonly label: string;
  readonly bytes: Uint8Array;
}

const LINE = 64;

/** The blocks of a PEM text in order; what lies between them is left out, as is a block whose base64 is broken. */
export function readPem(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const [, label = '', body = ''] of text.matchAll(
    /^-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n([^-]*?)^-----END \1-----/gm,
  )) {
    const bytes = decodeBase64(body.replace(/[ \t]/g, ''));
    if (bytes.ok) blocks.push({ label, bytes: bytes.value });
  }
  return blocks;
}

/** A block as text, in lines of 64 characters. */
export function writePem(label: string, bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
