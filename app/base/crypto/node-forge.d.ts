/** The small part of node-forge that the adapter uses. */
interface ForgeNumber {
  toString(radix: number): string;
}

interface ForgeBytes {
  getBytes(): string;
}

interface ForgeAsn1 {
  tagClass: number;
  type: number;
  constructed: boolean;
  value: string | ForgeAsn1[];
}

interface ForgeDigest {
  update(bytes: string): ForgeDigest;
}

interface ForgeSigner {
  sign(digest: ForgeDigest): string;
}

interface ForgeVerifier {
  verify(digest: string, signature: string): boolean;
}

interface Forge {
  readonly options: { usePureJavaScript: boolean };
  readonly asn1: {
    create(tagClass: number, type: number, constructed: boolean, value: string | ForgeAsn1[]): ForgeAsn1;
    fromDer(
      bytes: string,
      options: {
        readonly strict: boolean;
        readonly parseAllBytes: boolean;
        readonly decodeBitStrings: boolean;
      },
    ): ForgeAsn1;
    toDer(node: ForgeAsn1): ForgeBytes;
    oidToDer(oid: string): ForgeBytes;
    derToOid(bytes: string): string;
  };
  readonly md: { readonly sha256: { create(): ForgeDigest } };
  readonly jsbn: { readonly BigInteger: new (text: string, radix: number) => ForgeNumber };
  readonly pki: {
    readonly rsa: {
      setPrivateKey(
        n: ForgeNumber,
        e: ForgeNumber,
        d: ForgeNumber,
        p: ForgeNumber,
        q: ForgeNumber,
        dP: ForgeNumber,
        dQ: ForgeNumber,
        qInv: ForgeNumber,
      ): ForgeSigner;
      setPublicKey(n: ForgeNumber, e: ForgeNumber): ForgeVerifier;
    };
  };
}

declare module 'node-forge/lib/forge.js' {
  const forge: Forge;
  export default forge;
}

declare module 'node-forge/lib/rsa.js' {}
