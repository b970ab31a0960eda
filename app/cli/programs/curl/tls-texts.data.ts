/** What OpenSSL calls the messages of a handshake; 0 is the change of ciphers. */
export const MESSAGE_NAMES: Readonly<Record<number, string>> = {
  0: 'Change cipher spec (1)',
  1: 'Client hello (1)',
  2: 'Server hello (2)',
  4: 'Newsession Ticket (4)',
  8: 'Encrypted Extensions (8)',
  11: 'Certificate (11)',
  15: 'CERT verify (15)',
  20: 'Finished (20)',
};

/** What OpenSSL calls alerts. */
export const ALERT_NAMES: Readonly<Record<number, string>> = {
  0: 'close notify',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  45: 'certificate expired',
  48: 'unknown CA',
  51: 'decrypt error',
};
