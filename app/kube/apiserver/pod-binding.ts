import { bad, good } from '../../base/result.ts';
import type { Status } from '../client.ts';
import { textAt, valueAt } from '../kinds/plain.ts';
import { retyped } from '../kinds/typed.decode.ts';
import type { Pod } from '../kinds/types.data.ts';
import type { Api, Call, Outcome } from './api.ts';
import { decodeBody } from './body.ts';
import { conflict, created, failure, invalidStatus, notFound } from './status.ts';

/** Binds a Pod to a node. @upstream pkg/registry/core/pod/storage BindingREST */
export function bindPod(api: Api, call: Call): Outcome {
  const read = decodeBody(api, { ...call, served: { ...call.served, kindName: 'Binding', wire: 'Binding' } });
  if (!read.ok) return read;
  const target = valueAt(read.value, 'target');
  const kindName = textAt(target, 'kind');
  const node = textAt(target, 'name');
  if (node === '')
    return bad(
      invalidStatus({ group: '', kind: 'Binding' }, call.name, [
        { reason: 'FieldValueRequired', field: 'target.name', message: 'Required value' },
      ]),
    );
  if (kindName !== '' && kindName !== 'Node')
    return bad(
      failure(
        500,
        '',
        `target.kind: Unsupported value: ${JSON.stringify(kindName)}: supported values: "Node", "<empty>"`,
      ),
    );
  const outcome = assignPod(api, call, node);
  if (outcome) return bad(outcome);
  return good({ code: 201, object: created() });
}

function assignPod(api: Api, call: Call, node: string): Status | undefined {
  const old = api.store.get(call.kind, call.namespace, call.name);
  if (!old) return notFound(call.kind.resource, call.name);
  const pod = retyped<Pod>(old);
  const subject = { ...call.kind.resource, plural: `${call.kind.resource.plural}/binding` };
  if (pod.metadata.deletionTimestamp !== undefined)
    return conflict(subject, call.name, `pod ${call.name} is being deleted, cannot be assigned to a host`);
  if (pod.spec?.nodeName)
    return conflict(
      subject,
      call.name,
      `pod ${call.name} is already assigned to node "${pod.spec.nodeName}"`,
    );
  if (call.dryRun) return undefined;
  const condition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: new Date(api.context().now).toISOString().replace(/\.\d+Z$/, 'Z'),
    observedGeneration: pod.metadata.generation,
  };
  const conditions = (pod.status?.conditions ?? []).filter((one) => one.type !== 'PodScheduled');
  api.store.put(
    call.kind,
    retyped({
      ...pod,
      spec: { ...pod.spec, nodeName: node },
      status: { ...pod.status, conditions: [...conditions, condition] },
    }),
  );
  return undefined;
}
