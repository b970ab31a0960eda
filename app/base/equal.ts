/** Whether two plain values are equal in all their parts; a missing key and one that is undefined are the same. */
export function deepEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((part, index) => deepEqual(part, other[index]))
    );
  }
  const left = new Map<string, unknown>(Object.entries(one));
  const right = new Map<string, unknown>(Object.entries(other));
  for (const [key, part] of left) if (!deepEqual(part, right.get(key))) return false;
  for (const [key, part] of right) if (part !== undefined && !left.has(key)) return false;
  return true;
}
