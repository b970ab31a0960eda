/** Uses of a key in the order of their bits: as openssl reads them, and as it prints them. */
export const KEY_USAGES: readonly (readonly [short: string, long: string])[] = [
  ['digitalSignature', 'Digital Signature'],
  ['nonRepudiation', 'Non Repudiation'],
  ['keyEncipherment', 'Key Encipherment'],
  ['dataEncipherment', 'Data Encipherment'],
  ['keyAgreement', 'Key Agreement'],
  ['keyCertSign', 'Certificate Sign'],
  ['cRLSign', 'CRL Sign'],
  ['encipherOnly', 'Encipher Only'],
  ['decipherOnly', 'Decipher Only'],
];

/** Purposes of a certificate: as openssl reads them, as it prints them, and their identifiers. */
export const EXTENDED_USAGES: readonly (readonly [short: string, long: string, oid: string])[] = [
  ['serverAuth', 'TLS Web Server Authentication', '1.3.6.1.5.5.7.3.1'],
  ['clientAuth', 'TLS Web Client Authentication', '1.3.6.1.5.5.7.3.2'],
  ['codeSigning', 'Code Signing', '1.3.6.1.5.5.7.3.3'],
  ['emailProtection', 'E-mail Protection', '1.3.6.1.5.5.7.3.4'],
  ['timeStamping', 'Time Stamping', '1.3.6.1.5.5.7.3.8'],
  ['OCSPSigning', 'OCSP Signing', '1.3.6.1.5.5.7.3.9'],
  ['anyExtendedKeyUsage', 'Any Extended Key Usage', '2.5.29.37.0'],
];

/** How openssl names extensions in its texts. */
export const EXTENSION_TITLES: Readonly<Record<string, string>> = {
  '2.5.29.14': 'X509v3 Subject Key Identifier',
  '2.5.29.15': 'X509v3 Key Usage',
  '2.5.29.17': 'X509v3 Subject Alternative Name',
  '2.5.29.19': 'X509v3 Basic Constraints',
  '2.5.29.35': 'X509v3 Authority Key Identifier',
  '2.5.29.37': 'X509v3 Extended Key Usage',
};
