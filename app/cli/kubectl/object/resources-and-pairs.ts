import { bad, good, type Result } from '../../../base/result.ts';

/** Arguments split into what is meant and how it changes: `pod p1` and `tier=front old-`. */
export interface ResourcesAndPairs {
  readonly resources: readonly string[];
  readonly pairs: readonly string[];
}

/** @upstream kubectl/pkg/cmd/util/helpers.go GetResourcesAndPairs */
export function resourcesAndPairs(args: readonly string[], pairType: string): Result<ResourcesAndPairs> {
  const resources: string[] = [];
  const pairs: string[] = [];
  let seen = false;
  for (const arg of args) {
    const isPair = arg.indexOf('=') > 0 || (arg.endsWith('-') && arg !== '-');
    if (isPair) {
      seen = true;
      pairs.push(arg);
    } else if (seen) return bad(`all resources must be specified before ${pairType} changes: ${arg}`);
    else resources.push(arg);
  }
  return good({ resources, pairs });
}

/** Entries to set and keys to remove. */
export interface MapChanges {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** Reads `key=value` and `key-`. */
export function mapChanges(pairs: readonly string[], what: 'label' | 'annotation'): Result<MapChanges> {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals > 0) {
      const value = pair.slice(equals + 1);
      if (what === 'label') {
        if (value.includes('=')) return bad(`invalid label spec: ${pair}`);
        const complaint = labelValueComplaint(value);
        if (complaint !== undefined) return bad(`invalid label value: ${JSON.stringify(pair)}: ${complaint}`);
      }
      set[pair.slice(0, equals)] = value;
    } else if (pair.endsWith('-') && equals === -1) remove.push(pair.slice(0, -1));
    else return bad(what === 'label' ? `unknown label spec: ${pair}` : `invalid annotation format: ${pair}`);
  }
  const both = remove.some((key) => key in set);
  if (both) {
    return bad(
      what === 'label'
        ? 'can not both modify and remove a label in the same command'
        : 'can not both modify and remove the following annotation(s) in the same command: ' +
            remove.filter((key) => key in set).join(', '),
    );
  }
  return good({ set, remove });
}

function labelValueComplaint(value: string): string | undefined {
  if (value.length > 63) return 'must be no more than 63 bytes';
  if (value === '' || /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(value)) return undefined;
  return (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
    "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
  );
}
