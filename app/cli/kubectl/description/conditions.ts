import { listAt, textAt } from '../unstructured.ts';
import type { DescriptionWriter } from './writer.ts';

/** The table of conditions of workloads: type, status, reason. */
export function describeConditions(w: DescriptionWriter, object: unknown): void {
  const conditions = listAt(object, 'status', 'conditions');
  if (conditions.length === 0) return;
  w.write(0, 'Conditions:\n  Type\tStatus\tReason\n');
  w.write(1, '----\t------\t------\n');
  for (const one of conditions) {
    w.write(1, `${textAt(one, 'type')} \t${textAt(one, 'status')}\t${textAt(one, 'reason')}\n`);
  }
}
