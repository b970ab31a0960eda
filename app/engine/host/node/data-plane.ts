import { readFileSync } from 'node:fs';
import type { RecordedCase } from '../../data-plane/recorded-case.ts';
import { runCase } from '../../data-plane/run-case.ts';

/** Runs recorded cases of the data plane on our machines and prints one JSON line a file. */
export function printDataPlane(files: readonly string[], seed = 1): string {
  return files
    .map(
      (file) => `${JSON.stringify(runCase(JSON.parse(readFileSync(file, 'utf8')) as RecordedCase, seed))}\n`,
    )
    .join('');
}
