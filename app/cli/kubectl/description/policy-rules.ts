import { listAt } from '../unstructured.ts';
import { describeHead } from './head.ts';
import { DescriptionWriter } from './writer.ts';

/** @upstream kubectl/pkg/describe/describe.go RoleDescriber */
export function describeRole(object: unknown): string {
  const w = new DescriptionWriter();
  describeHead(w, object, false);
  w.write(0, 'PolicyRule:\n');
  w.write(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
  w.write(1, '---------\t-----------------\t--------------\t-----\n');
  const texts = (rule: unknown, field: string): readonly string[] => listAt(rule, field).map(String);
  const rows = listAt(object, 'rules').flatMap((rule) => {
    const [names, verbs, urls] = ['resourceNames', 'verbs', 'nonResourceURLs'].map(
      (field) => `[${texts(rule, field).join(' ')}]`,
    );
    const resources = texts(rule, 'apiGroups').flatMap((group) =>
      texts(rule, 'resources').map((resource) => (group === '' ? resource : `${resource}.${group}`)),
    );
    return (resources.length === 0 ? [''] : resources).map((resource) => [
      resource,
      urls ?? '',
      names ?? '',
      verbs ?? '',
    ]);
  });
  for (const row of rows.toSorted((a, b) => ruleOrder(a) - ruleOrder(b))) w.write(1, `${row.join('\t')}\n`);
  return w.text();
}

/** Rules stand as the server has them, those without resources last. */
function ruleOrder(row: readonly string[]): number {
  return row[0] === '' ? 1 : 0;
}
