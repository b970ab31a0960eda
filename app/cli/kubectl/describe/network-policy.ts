import type { Describer } from '../description/describer.ts';
import { selectorText } from '../description/selector.ts';
import { rfc1123 } from '../description/time.ts';
import { DescriptionWriter } from '../description/writer.ts';
import { at, listAt, nameOf, namespaceOf, textAt } from '../unstructured.ts';

/** @upstream kubectl/pkg/describe/describe.go describeNetworkPolicy */
export const networkPolicy: Describer = {
  kind: 'NetworkPolicy',
  *describe(_k, object) {
    const w = new DescriptionWriter();
    w.line('Name', nameOf(object));
    w.line('Namespace', namespaceOf(object));
    w.line(
      'Created on',
      rfc1123(textAt(object, 'metadata', 'creationTimestamp')).replace(/^\w+, (\d+) (\w+) (\d+)/, '$3-$2-$1'),
    );
    w.labels('Labels', object, 'metadata', 'labels');
    w.annotations('Annotations', object, 'metadata', 'annotations');
    w.write(0, 'Spec:\n');
    const selector = selectorText(at(object, 'spec', 'podSelector'));
    w.write(
      0,
      `  PodSelector:     ${selector === '<none>' ? '<none> (Allowing the specific traffic to all pods in this namespace)' : selector}\n`,
    );
    const types = listAt(object, 'spec', 'policyTypes').map(String);
    for (const [type, field, other, word] of [
      ['Ingress', 'ingress', 'from', 'From'],
      ['Egress', 'egress', 'to', 'To'],
    ] as const) {
      if (!types.includes(type)) {
        w.write(0, `  Not affecting ${type.toLowerCase()} traffic\n`);
        continue;
      }
      w.write(0, `  Allowing ${type.toLowerCase()} traffic:\n`);
      describeRules(w, listAt(object, 'spec', field), other, word, type.toLowerCase());
    }
    w.write(0, `  Policy Types: ${types.join(', ')}\n`);
    return w.text();
  },
};

function describeRules(
  w: DescriptionWriter,
  rules: readonly unknown[],
  other: string,
  word: string,
  type: string,
): void {
  if (rules.length === 0) w.write(0, `    <none> (Selected pods are isolated for ${type} connectivity)\n`);
  rules.forEach((rule, index) => {
    const ports = listAt(rule, 'ports');
    if (ports.length === 0) w.write(0, '    To Port: <any> (traffic allowed to all ports)\n');
    for (const port of ports) {
      const number = at(port, 'port') === undefined ? '<any>' : String(at(port, 'port'));
      w.write(0, `    To Port: ${number}/${textAt(port, 'protocol') || 'TCP'}\n`);
    }
    const peers = listAt(rule, other);
    if (peers.length === 0)
      w.write(
        0,
        `    ${word}: <any> (traffic not restricted by ${word === 'From' ? 'source' : 'destination'})\n`,
      );
    else for (const peer of peers) describePeer(w, peer, word);
    if (index < rules.length - 1) w.write(0, '    ----------\n');
  });
}

function describePeer(w: DescriptionWriter, peer: unknown, word: string): void {
  w.write(0, `    ${word}:\n`);
  const block = at(peer, 'ipBlock');
  if (block !== undefined) {
    w.write(
      0,
      `      IPBlock:\n        CIDR: ${textAt(block, 'cidr')}\n        Except: ${listAt(block, 'except').join(', ')}\n`,
    );
    return;
  }
  const [namespaces, pods] = [at(peer, 'namespaceSelector'), at(peer, 'podSelector')];
  if (namespaces !== undefined) w.write(0, `      NamespaceSelector: ${selectorText(namespaces)}\n`);
  if (pods !== undefined) w.write(0, `      PodSelector: ${selectorText(pods)}\n`);
}
