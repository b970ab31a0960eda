import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { bad, good, type Result } from '../../../base/result.ts';
import { goSyntax } from '../go/format.ts';
import { floatText } from '../go/number.ts';
import { staysString } from '../print/yaml-resolve.ts';
import { yamlFault } from '../yaml-check/check.ts';

/**
 * Decodes one YAML document as the real client does: YAML 1.1 words, the last of equal keys wins, keys become strings.
 * Errors are in go-yaml's words.
 * @upstream sigs.k8s.io/yaml YAMLToJSON
 */
export function parseYaml(text: string): Result<unknown> {
  const fault = yamlFault(text);
  if (fault !== undefined) return bad(`yaml: ${fault}`);
  const document = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    strict: false,
    version: '1.1',
    logLevel: 'silent',
    prettyErrors: false,
  });
  const problems: string[] = [];
  const value = valueOf(document.contents, document, problems);
  if (problems[0] !== undefined) return bad(problems[0]);
  const odd = unsupported(value);
  if (odd === undefined) return good(value);
  return bad(`json: unsupported value: ${Number.isNaN(odd) ? 'NaN' : odd > 0 ? '+Inf' : '-Inf'}`);
}

function valueOf(node: unknown, document: Document.Parsed, problems: string[]): unknown {
  if (isAlias(node)) return valueOf(node.resolve(document), document, problems);
  if (isScalar(node))
    return scalarValue(node.tag ?? '', node.type === 'PLAIN', node.source ?? '', node.value);
  if (isSeq(node)) return node.items.map((item) => valueOf(item, document, problems));
  if (!isMap(node)) return null;
  const entries: [string, unknown][] = [];
  const merged: [string, unknown][] = [];
  for (const pair of node.items) {
    const value = valueOf(pair.value, document, problems);
    if (isScalar(pair.key) && pair.key.source === '<<' && pair.key.type === 'PLAIN') {
      for (const source of Array.isArray(value) ? value : [value]) {
        if (typeof source === 'object' && source !== null) merged.push(...Object.entries(source));
      }
    } else entries.push([keyText(valueOf(pair.key, document, problems), value, problems), value]);
  }
  return Object.fromEntries([...merged.toReversed(), ...entries]);
}

/** Keys become texts; lists and maps cannot. */
function keyText(key: unknown, value: unknown, problems: string[]): string {
  if (typeof key === 'object' && key !== null) {
    const shown = goSyntax(key).replaceAll('map[string]interface {}', 'map[interface {}]interface {}');
    problems.push(`yaml: invalid map key: ${shown}`);
  }
  if (key === null) {
    problems.push(
      `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${goSyntax(value).replaceAll('map[string]', 'map[interface {}]')}`,
    );
  }
  return typeof key === 'number' ? floatText(key) : String(key);
}

/** A tag decides what a text means, else whether it stands plain. */
function scalarValue(tag: string, plain: boolean, source: string, text: unknown): unknown {
  if (tag.endsWith(':str')) return text;
  if (/:(int|float|bool|null)$/.test(tag)) return plainValue(String(text));
  return plain ? plainValue(source) : text;
}

/** What a plain word means in YAML 1.1. @upstream goyaml.v2/resolve.go resolve */
function plainValue(word: string): unknown {
  if (staysString(word) || /^[-+]?\d[\d_]*(:[0-5]?\d)+/.test(word)) return word;
  if (['', '~', 'null', 'Null', 'NULL'].includes(word)) return null;
  if (/^(y|yes|true|on)$/i.test(word)) return true;
  if (/^(n|no|false|off)$/i.test(word)) return false;
  if (/^\d{4}-\d{1,2}-\d{1,2}/.test(word)) return word;
  const digits = word.replaceAll('_', '').replace(/^\+/, '');
  const negative = digits.startsWith('-');
  const bare = negative ? digits.slice(1) : digits;
  const special = specialFloat(bare);
  if (special !== undefined) return negative ? -special : special;
  const octal = /^0[oO]?([0-7]+)$/.exec(bare);
  const number = octal === null ? Number(bare) : parseInt(octal[1] ?? '', 8);
  return negative ? -number : number;
}

function specialFloat(word: string): number | undefined {
  if (/^\.(inf|Inf|INF)$/.test(word)) return Infinity;
  return /^\.(nan|NaN|NAN)$/.test(word) ? NaN : undefined;
}

/** The first number that JSON cannot hold. */
function unsupported(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const part of Object.values(value)) {
    const found = unsupported(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
