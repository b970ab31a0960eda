import { listAt, textAt } from '../unstructured.ts';
import { describeHead } from './head.ts';
import { DescriptionWriter } from './writer.ts';

/** @upstream kubectl/pkg/describe/describe.go RoleBindingDescriber */
export function describeBinding(object: unknown): string {
  const w = new DescriptionWriter();
  describeHead(w, object, false);
  w.write(0, 'Role:\n');
  w.write(1, `Kind:\t${textAt(object, 'roleRef', 'kind')}\n`);
  w.write(1, `Name:\t${textAt(object, 'roleRef', 'name')}\n`);
  w.write(0, 'Subjects:\n');
  w.write(1, 'Kind\tName\tNamespace\n');
  w.write(1, '----\t----\t---------\n');
  for (const subject of listAt(object, 'subjects')) {
    w.write(1, `${textAt(subject, 'kind')}\t${textAt(subject, 'name')}\t${textAt(subject, 'namespace')}\n`);
  }
  return w.text();
}
