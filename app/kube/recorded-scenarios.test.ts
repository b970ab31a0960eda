import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventObject } from './kinds/event/event.ts';
import { EVENTS, PODS } from './resource-type.ts';
import { createTestCluster, type TestCluster } from './testing.ts';

interface Request {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly contentType?: string;
  readonly body?: unknown;
}
interface Recorded {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly object: string;
  readonly count: number | null;
}
interface Scenario {
  readonly name: string;
  readonly steps: readonly { readonly at: number; readonly requests: readonly Request[] }[];
  readonly seconds: number;
  readonly pulled: readonly string[];
  readonly events: readonly Recorded[];
}

const file = path.join(import.meta.dirname, 'testdata/controllers.json');
const { cases } = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly cases: readonly Scenario[] };

const IMAGES = ['nginx:1.27', 'nginx:1.28', 'busybox:1'];

describe('what controllers, scheduler and kubelets say in the recorded scenarios', () => {
  it.each(cases.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
    const preloaded = IMAGES.filter((image) => !scenario.pulled.includes(image));
    const cluster = createTestCluster({ namespaces: ['shop'], preloaded });
    cluster.run(3000);
    const begin = cluster.core.now();
    const said = listen(cluster);
    for (const { at, requests } of scenario.steps) {
      cluster.run(Math.max(0, begin + at * 1000 - cluster.core.now()));
      for (const request of requests) send(cluster, request);
    }
    cluster.run(begin + scenario.seconds * 1000 + 1500 - cluster.core.now());
    expect(sorted(said())).toEqual(sorted(scenario.events.map((event) => masked(event))));
  });
});

function sorted(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].toSorted();
}

/** Gathers the last state of every Event. */
function listen({ informers }: TestCluster): () => readonly string[] {
  const events = new Map<string, string>();
  informers.of(EVENTS).listen((after) => {
    // The recorder began when the nodes had long registered.
    if (after && after.reason !== 'RegisteredNode') events.set(after.metadata.name, masked(recorded(after)));
  });
  return () => [...events.values()];
}

function recorded(event: EventObject): Recorded {
  const { kind = '', name = '' } = event.involvedObject;
  return {
    type: event.type ?? '',
    reason: event.reason ?? '',
    message: event.message ?? '',
    component: event.source?.component ?? event.reportingComponent ?? '',
    object: `${kind}/${name}`,
    count: event.count ?? null,
  };
}

const NAMES =
  /\b(web|calc)(-[456789bcdf]{7,10}|-<h\d>)?(-[bcdfghjklmnpqrstvwxz2456789]{5}|-<p\d>)?(?=$|[^-\w<.])/g;

function masked({ type, reason, message, component, object, count }: Recorded): string {
  return `${type} ${reason} ${message} ${component} ${object} ${count ?? '-'}`
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|<uid>/g, 'UID')
    .replaceAll(/in \S+ \(\S+ including/g, 'in T (T including')
    .replaceAll(/10\.244\.\d+\.\d+|<ip\d>/g, 'IP')
    .replaceAll(/node-(905m|ljyd)|<node\d>/g, 'NODE')
    .replaceAll(/web-\w+-\w+_shop/g, 'POD_shop')
    .replaceAll(/web-<h\d>-<p\d>_shop/g, 'POD_shop')
    .replaceAll(
      NAMES,
      (_all, name: string, hash?: string, pod?: string) => `${name}${hash ? '-H' : ''}${pod ? '-P' : ''}`,
    );
}

function send({ door, informers }: TestCluster, { method, path: target, contentType, body }: Request): void {
  const [pod] = informers.of(PODS).all();
  const first = `/api/v1/namespaces/shop/pods/${pod?.metadata.name ?? ''}`;
  const response = door({
    method,
    path: target === '${firstpod}' ? first : target,
    query: {},
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body,
    user: 'admin',
  });
  expect(response.type === 'object' && response.status).toBeLessThan(300);
}
