import { canonicalJson } from '../../base/json.ts';

/**
 * The hash of a Pod template that names ReplicaSets and revisions. The real one hashes a dump of the Go structure; ours
 * hashes canonical JSON, so values differ and shapes do not.
 * @upstream pkg/controller/controller_utils.go ComputeHash
 */
export function templateHash(template: unknown, collisions?: number): string {
  const text = canonicalJson(template) + (collisions === undefined ? '' : String(collisions));
  return String(fnv32a(text)).replaceAll(/\d/g, (digit) => ALPHABET[Number(digit)] ?? '');
}

/** Digits of a hash as names write them, so that no word comes out. @upstream apimachinery/pkg/util/rand SafeEncodeString */
const ALPHABET = '456789bcdf';

function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
