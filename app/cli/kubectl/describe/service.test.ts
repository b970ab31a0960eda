import { expect, test } from 'vitest';
import type { EndpointSlice, Service } from '../../../kube/kinds/types.data.ts';
import { DescriptionWriter } from '../description/writer.ts';
import recorded from '../testdata/describe.json' with { type: 'json' };
import { describeEndpointSlice } from './endpoint-slice.ts';
import { describeService } from './service.ts';

interface ReducedSlice {
  readonly endpoints: readonly { readonly ip: string; readonly ready?: boolean | null }[];
  readonly ports: readonly unknown[];
}

function serviceOf(reduced: Record<string, unknown>): Service {
  const { name, namespace, labels, annotations, ingress, ...spec } = reduced;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels, annotations },
    spec,
    status: { loadBalancer: { ingress } },
  } as unknown as Service;
}

function slicesOf(reduced: readonly ReducedSlice[]): readonly EndpointSlice[] {
  return reduced.map(({ endpoints, ports }) => ({
    endpoints: endpoints.map(({ ip, ready }) => ({
      addresses: [ip],
      conditions: ready === undefined || ready === null ? {} : { ready },
    })),
    ports,
  })) as unknown as readonly EndpointSlice[];
}

test.each(recorded.service.map((one) => [one.case, one] as const))(
  'a Service is described as the real client does it: %s',
  (_name, one) => {
    const w = new DescriptionWriter();
    describeService(w, serviceOf(one.service), slicesOf(one.endpointSlices));
    w.write(0, 'Events:\t<none>\n');
    expect(w.text()).toBe(one.output);
  },
);

function sliceOf(reduced: (typeof recorded.endpointSlice)[number]['slice']): EndpointSlice {
  const { name, namespace, endpoints, ...rest } = reduced;
  return {
    ...rest,
    metadata: { name, namespace },
    endpoints: endpoints.map(({ ready, targetRef, ...endpoint }) => ({
      ...endpoint,
      conditions: { ready },
      targetRef: { kind: targetRef.split('/')[0], name: targetRef.split('/')[1] },
    })),
  } as unknown as EndpointSlice;
}

test.each(recorded.endpointSlice.map((one) => [one.slice.name, one] as const))(
  'an EndpointSlice is described as the real client does it: %s',
  (_name, one) => {
    const w = new DescriptionWriter();
    describeEndpointSlice(w, sliceOf(one.slice));
    w.write(0, 'Events:\t<none>\n');
    expect(w.text()).toBe(one.output);
  },
);
