import { certificatesOf } from '../../../base/crypto/certificate.ts';
import { readPrivateKey } from '../../../base/crypto/rsa.ts';
import { virtualMs } from '../../../base/brand.ts';
import { bad, good, type Result } from '../../../base/result.ts';
import { withFront } from '../../../linux/http/byte-stream.ts';
import type { Process } from '../../../linux/process/program.ts';
import { SecureStream } from '../../../linux/tls/secure-stream.ts';
import { acceptTls } from '../../../linux/tls/server.ts';
import type { TlsIdentity, TlsServer } from './program.ts';

/** How long a client may take to agree. */
const HANDSHAKE_MS = 60_000;
const PROTOCOLS = ['http/1.1', 'http/1.0', 'http/0.9'];

/** What nginx is to a client that speaks TLS, and how it reads its certificate and key. */
export const nginxTls: TlsServer = {
  load(p, { file, keyFile }) {
    const text = read(p, file, 'certificate');
    if (!text.ok) return text;
    const [certificate, ...others] = certificatesOf(text.value);
    if (!certificate)
      return bad(
        `cannot load certificate "${file}": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)`,
      );
    const keyText = read(p, keyFile, 'certificate key');
    if (!keyText.ok) return keyText;
    const key = readPrivateKey(keyText.value);
    if (!key.ok && key.error !== 'none')
      return bad(`lintas: the kind of key in "${keyFile}" is not simulated`);
    if (!key.ok)
      return bad(
        `cannot load certificate key "${keyFile}": PEM_read_bio_PrivateKey() failed (SSL: error:1E08010C:DECODER routines::unsupported:No supported data to decode. Input type: PEM)`,
      );
    if (certificate.publicKey?.n !== key.value.n)
      return bad(
        `SSL_CTX_use_PrivateKey("${keyFile}") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)`,
      );
    return good({ chain: [certificate, ...others].map(({ der }) => der) });
  },

  *accept(p, socket, stream, identityFor: (serverName: string | undefined) => TlsIdentity) {
    const outcome = yield* acceptTls(stream, {
      random: p.random('tls'),
      until: virtualMs(p.now() + HANDSHAKE_MS),
      protocols: PROTOCOLS,
      chainFor: (serverName) => identityFor(serverName).chain,
    });
    if (!outcome) return undefined;
    if ('plain' in outcome) return { plain: withFront(stream, outcome.plain) };
    return new SecureStream(outcome.records, stream, (bytes) => void p.sockets.send(socket, bytes));
  },
};

function read(p: Process, file: string, what: string): Result<string> {
  const text = p.fs.readText(file);
  if (text.ok) return text;
  const isDenied = text.error === 'EACCES';
  const reason = isDenied
    ? '8000000D:system library::Permission denied'
    : '80000002:system library::No such file or directory';
  const second = isDenied ? '10080002:BIO routines::system lib' : '10000080:BIO routines::no such file';
  return bad(
    `cannot load ${what} "${file}": BIO_new_file() failed (SSL: error:${reason}:calling fopen(${file}, r) error:${second})`,
  );
}
