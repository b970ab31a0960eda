/** One difference: lines [from, to) of the one replaced by lines [from, to) of the other. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly otherFrom: number;
  readonly otherTo: number;
}

/**
 * The smallest set of differences between two lists of lines (Myers' algorithm), hunks in order.
 * Where several are equally small, deletions come as early as they can.
 */
export function differences(one: readonly string[], other: readonly string[]): readonly Hunk[] {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let [endOne, endOther] = [one.length, other.length];
  while (endOne > start && endOther > start && one[endOne - 1] === other[endOther - 1]) {
    endOne--;
    endOther--;
  }
  const path = shortestEdit(one.slice(start, endOne), other.slice(start, endOther));
  const hunks: Hunk[] = [];
  let [i, j] = [start, start];
  for (let at = 0; at < path.length;) {
    if (path[at] === '=') {
      i++;
      j++;
      at++;
      continue;
    }
    const [from, otherFrom] = [i, j];
    for (; at < path.length && path[at] !== '='; at++) {
      if (path[at] === '-') i++;
      else j++;
    }
    hunks.push({ from, to: i, otherFrom, otherTo: j });
  }
  return hunks;
}

function shortestEdit(a: readonly string[], b: readonly string[]): string {
  const [n, m] = [a.length, b.length];
  const offset = n + m + 1;
  const furthest = new Int32Array(2 * offset + 1);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= n + m; d++) {
    trace.push(furthest.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && entry(furthest, offset + k - 1) < entry(furthest, offset + k + 1));
      let x = down ? entry(furthest, offset + k + 1) : entry(furthest, offset + k - 1) + 1;
      let y = x - k;
      while (x < n && y < m && a[x] === b[y]) {
        x++;
        y++;
      }
      furthest[offset + k] = x;
      if (x >= n && y >= m) return backtrack(trace, d, n, m, offset);
    }
  }
  return '';
}

function backtrack(
  trace: readonly Int32Array[],
  depth: number,
  n: number,
  m: number,
  offset: number,
): string {
  const steps: string[] = [];
  let [x, y] = [n, m];
  for (let d = depth; d >= 0; d--) {
    const furthest = trace[d];
    if (!furthest) break;
    const k = x - y;
    const down = k === -d || (k !== d && entry(furthest, offset + k - 1) < entry(furthest, offset + k + 1));
    const previous = down ? k + 1 : k - 1;
    const px = d === 0 ? 0 : entry(furthest, offset + previous);
    const py = d === 0 ? 0 : px - previous;
    while (x > Math.max(0, px) && y > Math.max(0, py)) {
      if (d > 0 && x === (down ? px : px + 1) && y === (down ? py + 1 : py)) break;
      steps.push('=');
      x--;
      y--;
    }
    if (d === 0) break;
    steps.push(down ? '+' : '-');
    x = px;
    y = py;
  }
  return steps.toReversed().join('');
}

function entry(values: Int32Array, index: number): number {
  return values[index] ?? 0;
}
