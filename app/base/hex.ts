/** The two digits of every byte. */
const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 32 bits as eight hexadecimal digits. */
export function hexWord(bits: number): string {
  const [a = '', b = ''] = [BYTES[bits >>> 24], BYTES[(bits >>> 16) & 0xff]];
  const [c = '', d = ''] = [BYTES[(bits >>> 8) & 0xff], BYTES[bits & 0xff]];
  return a + b + c + d;
}
