import { expect, test } from 'vitest';
import { clusterIpTrace, nodePortTrace, noEndpointsTrace } from '../testing/data/traces.data.ts';
import { stopsOf, type Stop } from './stops.ts';
import { endsOf, placeName, shortChain, shortName, verdictOf } from './words.ts';

const nothing = clusterIpTrace(0).packets[0]?.hops[0]?.before as Stop['leaves'];

const row = (stop: Stop) =>
  [stop.kind, placeName(stop.place), stop.hook, stop.rewrites.map(({ kind }) => kind).join('+')]
    .filter(Boolean)
    .join(' ');

test('a call to a ClusterIP stops at sending, at each machine’s first hook and FORWARD, and at arrival', () => {
  expect(stopsOf(clusterIpTrace(0)).map(row)).toEqual([
    'send curl',
    'hook node-ljyd PREROUTING DNAT',
    'hook node-ljyd FORWARD',
    'hook node-905m PREROUTING',
    'hook node-905m FORWARD',
    'arrive …jr4a2',
    'send …jr4a2',
    'hook node-905m PREROUTING',
    'hook node-ljyd PREROUTING un-DNAT',
    'arrive curl',
  ]);
});

test('a call through a node port also stops at the edge and at POSTROUTING, where the source changes', () => {
  const stops = stopsOf(nodePortTrace(0));
  expect(stops.map(row)).toEqual([
    'send laptop',
    'edge edge edge',
    'hook node-ljyd PREROUTING DNAT',
    'hook node-ljyd FORWARD',
    'hook node-ljyd POSTROUTING MASQ',
    'hook node-905m PREROUTING',
    'hook node-905m FORWARD',
    'arrive …8d4qt',
    'send …8d4qt',
    'hook node-905m PREROUTING',
    'hook node-ljyd PREROUTING un-SNAT',
    'hook node-ljyd POSTROUTING un-DNAT',
    'edge edge edge',
    'arrive laptop',
  ]);
  expect(endsOf(stops[4]?.leaves ?? nothing)).toEqual({
    source: '10.240.0.4:52684',
    destination: '10.244.3.5:443',
  });
});

test('a Service without endpoints ends at FORWARD of the sender’s own node', () => {
  const trace = noEndpointsTrace(0);
  const stops = stopsOf(trace);
  expect(stops.map(row)).toEqual(['send curl', 'hook node-ljyd PREROUTING', 'lost node-ljyd FORWARD']);
  expect(stops.map((stop) => verdictOf(stop, trace).code)).toEqual(['sent', 'no-match', 'no-endpoints']);
});

test('generated Pod names shrink to their suffix, given names stay', () => {
  expect(shortName('my-nginx-66b6c48dd5-jr4a2')).toBe('…jr4a2');
  expect(shortName('curl')).toBe('curl');
  expect(shortName('web-a')).toBe('web-a');
});

test('rule names keep their prefix and four characters', () => {
  expect(shortChain('KUBE-SEP-NU2MGAOZL6KSHENC')).toBe('KUBE-SEP-NU2M…');
  expect(shortChain('KUBE-POSTROUTING')).toBe('KUBE-POSTR…');
  expect(shortChain('conntrack')).toBe('conntrack');
});
