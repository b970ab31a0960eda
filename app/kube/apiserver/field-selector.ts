import { bad, good, type Result } from '../../base/result.ts';
import type { Served } from './api.ts';

/** One condition of a field selector. */
export interface FieldRequirement {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/** Reads `?fieldSelector=`; fields that the kind does not offer are refused. @upstream apimachinery/pkg/fields/selector.go */
export function parseFieldSelector(served: Served, text: string): Result<readonly FieldRequirement[]> {
  const found: FieldRequirement[] = [];
  for (const part of splitTerms(text)) {
    if (part === '') continue;
    const match = /^((?:[^=!\\]|\\.)*?)(!=|==|=)(.*)$/s.exec(part);
    if (!match) return bad(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = '', operator = '', value = ''] = match;
    if (!isSelectable(served, field)) return bad(unsupported(served, field));
    found.push({ field, value: value.replace(/\\(.)/g, '$1'), equal: operator !== '!=' });
  }
  return good(found);
}

function splitTerms(text: string): readonly string[] {
  const terms: string[] = [];
  let term = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') term += char + (text[++at] ?? '');
    else if (char === ',') {
      terms.push(term);
      term = '';
    } else term += char;
  }
  return [...terms, term];
}

/** Whether a kind offers a field to selectors. */
export function isSelectable({ kind }: Served, field: string): boolean {
  if (field === 'metadata.name') return true;
  if (field === 'metadata.namespace') return kind.resource.namespaced || kind.fieldNames === undefined;
  return kind.fieldNames?.includes(field) === true;
}

function unsupported({ kind }: Served, field: string): string {
  return kind.fieldNames === undefined
    ? `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
    : `field label not supported: ${field}`;
}
