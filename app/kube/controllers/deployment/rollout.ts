import { deepEqual } from '../../../base/equal.ts';
import type { Core } from '../../../base/core.ts';
import type { Answer, ApiClient } from '../../api-client.ts';
import type { EventRecorder } from '../../event-recorder.ts';
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../kinds/types.data.ts';
import { DEPLOYMENTS, REPLICA_SETS } from '../../resource-type.ts';
import { DESIRED_REPLICAS, MAX_REPLICAS, maxSurge } from './replicas.ts';

/** What one look at a Deployment works with. The Deployment and its ReplicaSets change as writes are answered. */
export class Rollout {
  readonly core: Core;
  readonly client: ApiClient;
  readonly record: EventRecorder;
  deployment: Deployment;
  /** The ReplicaSet of the present template, once found or made. */
  current: ReplicaSet | undefined;
  /** The ReplicaSets of earlier templates. */
  old: readonly ReplicaSet[] = [];
  /** A write was refused: the Deployment is to be looked at again. */
  failed = false;

  constructor(deps: Pick<Rollout, 'core' | 'client' | 'record'>, deployment: Deployment) {
    this.core = deps.core;
    this.client = deps.client;
    this.record = deps.record;
    this.deployment = deployment;
  }

  /** All ReplicaSets, old ones first. */
  get all(): readonly ReplicaSet[] {
    return this.current ? [...this.old, this.current] : this.old;
  }

  /** Takes the value of an answer, or notes that it failed. */
  take<Value>(answer: Answer<Value>): Value | undefined {
    if (answer.ok) return answer.value;
    if (answer.error.code !== 404) this.failed = true;
    return undefined;
  }

  /** Puts a changed ReplicaSet in the place of the one before. */
  replace(set: ReplicaSet): void {
    if (this.current?.metadata.uid === set.metadata.uid) this.current = set;
    this.old = this.old.map((one) => (one.metadata.uid === set.metadata.uid ? set : one));
  }

  /**
   * Scales a ReplicaSet and says so in an Event; renews its notes about the Deployment's size in any case.
   * @upstream pkg/controller/deployment/sync.go scaleReplicaSet
   */
  scale(set: ReplicaSet, replicas: number): boolean {
    const resized = set.spec.replicas !== replicas;
    const annotations = { ...set.metadata.annotations, ...sizeAnnotations(this.deployment) };
    if (!resized && deepEqual(annotations, set.metadata.annotations ?? {})) return false;
    const wanted: ReplicaSet = {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...set.spec, replicas },
    };
    const stored = this.take(this.client.update(REPLICA_SETS, wanted));
    if (!stored) return false;
    this.replace(stored);
    if (resized) this.#recordScaling(set, replicas);
    return resized;
  }

  #recordScaling({ metadata, spec }: ReplicaSet, replicas: number): void {
    const direction = replicas > spec.replicas ? 'up' : 'down';
    this.record(this.deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${direction} replica set ${metadata.name} from ${spec.replicas} to ${replicas}`,
    });
  }

  /** Writes a status, and annotations with it; nothing when both are as they were. */
  writeStatus(status: DeploymentStatus, annotations = this.deployment.metadata.annotations): void {
    const { deployment } = this;
    if (
      deepEqual(status, deployment.status) &&
      deepEqual(annotations ?? {}, deployment.metadata.annotations ?? {})
    )
      return;
    const metadata = { ...deployment.metadata, ...(annotations && { annotations }) };
    const answer = this.client.update(DEPLOYMENTS, { ...deployment, metadata, status }, 'status');
    this.deployment = this.take(answer) ?? deployment;
  }
}

/** The notes about the Deployment's size that its ReplicaSets carry, by which scaling is told from rollout. */
export function sizeAnnotations(deployment: Deployment): Readonly<Record<string, string>> {
  const { replicas } = deployment.spec;
  return {
    [DESIRED_REPLICAS]: String(replicas),
    [MAX_REPLICAS]: String(replicas + maxSurge(deployment)),
  };
}
