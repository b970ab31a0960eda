import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type ParsedNode } from 'yaml';
import { bad, good, type Result } from '../../../base/result.ts';
import { staysString } from '../print/yaml-resolve.ts';
import { yamlErrorText } from './yaml-error.ts';

/**
 * Decodes one YAML document as the real client does: YAML 1.1 words, the last of equal keys wins, keys become strings.
 * Errors are in go-yaml's words.
 * @upstream sigs.k8s.io/yaml YAMLToJSON
 */
export function parseYaml(text: string): Result<unknown> {
  const document = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    strict: false,
    version: '1.1',
    logLevel: 'silent',
    prettyErrors: false,
  });
  const error = yamlErrorText(text, document.errors);
  if (error !== undefined) return bad(error);
  return good(valueOf(document.contents, document));
}

function valueOf(node: unknown, document: Document.Parsed<ParsedNode>): unknown {
  if (isAlias(node)) return valueOf(node.resolve(document), document);
  if (isScalar(node)) return node.type === 'PLAIN' ? plainValue(node.source ?? '') : node.value;
  if (isSeq(node)) return node.items.map((item) => valueOf(item, document));
  if (!isMap(node)) return null;
  const entries: [string, unknown][] = [];
  const merged: [string, unknown][] = [];
  for (const pair of node.items) {
    const value = valueOf(pair.value, document);
    if (isScalar(pair.key) && pair.key.source === '<<' && pair.key.type === 'PLAIN') {
      for (const source of Array.isArray(value) ? value : [value]) {
        if (typeof source === 'object' && source !== null) merged.push(...Object.entries(source));
      }
    } else entries.push([keyText(valueOf(pair.key, document)), value]);
  }
  return Object.fromEntries([...merged.toReversed(), ...entries]);
}

function keyText(key: unknown): string {
  return key === null ? 'null' : String(key);
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
  const octal = /^0[oO]?([0-7]+)$/.exec(bare);
  const number = octal === null ? Number(bare) : parseInt(octal[1] ?? '', 8);
  return negative ? -number : number;
}
