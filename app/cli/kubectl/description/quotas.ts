import { byCodePoint } from '../go/json.ts';
import { fieldsAt, listAt, nameOf, textAt, scalarText } from '../unstructured.ts';
import type { DescriptionWriter } from './writer.ts';

/** @upstream kubectl/pkg/describe/describe.go DescribeResourceQuotas */
export function describeQuotas(w: DescriptionWriter, quotas: readonly unknown[]): void {
  if (quotas.length === 0) {
    w.write(0, '\nNo resource quota.\n');
    return;
  }
  w.write(0, '\nResource Quotas\n');
  for (const quota of quotas) {
    w.write(0, `  Name:\t${nameOf(quota)}\n`);
    const scopes = listAt(quota, 'spec', 'scopes').map(String);
    if (scopes.length > 0) w.write(0, `  Scopes:\t${scopes.toSorted(byCodePoint).join(', ')}\n`);
    w.write(0, '  Resource\tUsed\tHard\n  --------\t---\t---\n');
    const [hard, used] = [fieldsAt(quota, 'status', 'hard'), fieldsAt(quota, 'status', 'used')];
    for (const name of Object.keys(hard).toSorted(byCodePoint)) {
      w.write(0, `  ${name}\t${scalarText(used[name] ?? '0')}\t${scalarText(hard[name])}\n`);
    }
  }
}

/** @upstream kubectl/pkg/describe/describe.go DescribeLimitRanges */
export function describeLimitRanges(w: DescriptionWriter, ranges: readonly unknown[]): void {
  if (ranges.length === 0) {
    w.write(0, '\nNo LimitRange resource.\n');
    return;
  }
  w.write(
    0,
    '\nResource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n',
  );
  w.write(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n');
  for (const range of ranges) {
    for (const row of limitRows(range)) w.write(0, ` ${row.join('\t')}\n`);
  }
}

/** One row for each resource that a LimitRange limits. */
export function limitRows(range: unknown): readonly (readonly string[])[] {
  return listAt(range, 'spec', 'limits').flatMap((limit) => {
    const fields = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'].map((name) =>
      fieldsAt(limit, name),
    );
    const names = [...new Set(fields.flatMap((one) => Object.keys(one)))].toSorted(byCodePoint);
    return names.map((name) => {
      const cells = fields.map((one) => (one[name] === undefined ? '-' : scalarText(one[name])));
      return [textAt(limit, 'type'), name, ...cells];
    });
  });
}
