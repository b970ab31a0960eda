import type { Process, Sys } from '../../../linux/process/program.ts';

/** A line of OpenSSL's error stack after the number of the thread. */
export interface Fault {
  readonly code: string;
  readonly library: string;
  readonly where: string;
  readonly reason: string;
  readonly file: string;
  readonly data?: string;
}

/** Prints the error stack: each line begins with the number of the thread, which differs from run to run. */
export function* sayFaults(p: Process, faults: readonly Fault[]): Sys<void> {
  if (faults.length === 0) return;
  const thread = p.random('openssl').bits().toString(16).toUpperCase().padStart(8, '0');
  for (const { code, library, where, reason, file, data = '' } of faults)
    yield* p.warn(`40${thread}7F0000:error:${code}:${library}:${where}:${reason}:../${file}:${data}\n`);
}

/** A file that cannot be opened, as the store of keys and certificates reports it. */
export function storeFaults(path: string, text: string): readonly Fault[] {
  return [
    {
      code: '16000069',
      library: 'STORE routines',
      where: 'ossl_store_get0_loader_int',
      reason: 'unregistered scheme',
      file: 'crypto/store/store_register.c:237',
      data: 'scheme=file',
    },
    {
      code: '80000002',
      library: 'system library',
      where: 'file_open',
      reason: text,
      file: 'providers/implementations/storemgmt/file_store.c:268',
      data: `calling stat(${path})`,
    },
  ];
}

/** A file that cannot be opened, as plain files report it. */
export function openFaults(path: string, mode: 'r' | 'w', errno: string, text: string): readonly Fault[] {
  const number = errno === 'EACCES' ? '8000000D' : errno === 'EISDIR' ? '80000015' : '80000002';
  const isMissing = number === '80000002';
  return [
    {
      code: number,
      library: 'system library',
      where: 'BIO_new_file',
      reason: text,
      file: 'crypto/bio/bss_file.c:67',
      data: `calling fopen(${path}, ${mode})`,
    },
    {
      code: isMissing ? '10000080' : '10080002',
      library: 'BIO routines',
      where: 'BIO_new_file',
      reason: isMissing ? 'no such file' : 'system lib',
      file: isMissing ? 'crypto/bio/bss_file.c:75' : 'crypto/bio/bss_file.c:77',
    },
  ];
}

/** What stands in a file is not what was looked for. */
export const UNSUPPORTED: Fault = {
  code: '1608010C',
  library: 'STORE routines',
  where: 'ossl_store_handle_load_result',
  reason: 'unsupported',
  file: 'crypto/store/store_result.c:149',
};

/** The key asked for would be too short. */
export const KEY_TOO_SMALL: Fault = {
  code: '1C8000AB',
  library: 'Provider routines',
  where: 'rsa_gen_set_params',
  reason: 'key size too small',
  file: 'providers/implementations/keymgmt/rsa_kmgmt.c:509',
};

/** Key and certificate are no pair. */
export const VALUES_MISMATCH: Fault = {
  code: '05800074',
  library: 'x509 certificate routines',
  where: 'X509_check_private_key',
  reason: 'key values mismatch',
  file: 'crypto/x509/x509_cmp.c:403',
};

/** A file of requests that holds none. */
export const NO_REQUEST: Fault = {
  code: '0480006C',
  library: 'PEM routines',
  where: 'get_name',
  reason: 'no start line',
  file: 'crypto/pem/pem_lib.c:760',
  data: 'Expecting: CERTIFICATE REQUEST',
};

/** A file of trusted certificates that holds none. */
export const NO_CERTIFICATES: Fault = {
  code: '05800088',
  library: 'x509 certificate routines',
  where: 'X509_load_cert_crl_file_ex',
  reason: 'no certificate or crl found',
  file: 'crypto/x509/by_file.c:252',
};

/** A file of trusted certificates that cannot be read, after the lines of the file itself. */
export const LOAD_FAILED: Fault = {
  code: '05880002',
  library: 'x509 certificate routines',
  where: 'X509_load_cert_crl_file_ex',
  reason: 'system lib',
  file: 'crypto/x509/by_file.c:229',
};
