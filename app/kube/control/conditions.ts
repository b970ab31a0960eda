/** What conditions of Deployments, ReplicaSets and Jobs have in common. */
export interface ConditionLike {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly lastTransitionTime?: string;
}

/** The condition of that type. */
export function conditionOf<C extends ConditionLike>(
  conditions: readonly C[] | undefined,
  type: string,
): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/**
 * Sets a condition: nothing changes when status and reason stay, the transition time stays when the status does, and a
 * changed condition moves to the end.
 * @upstream pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition
 */
export function withCondition<C extends ConditionLike>(
  conditions: readonly C[] | undefined,
  condition: C,
): readonly C[] {
  const current = conditionOf(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return conditions ?? [];
  const same = current?.status === condition.status && current.lastTransitionTime !== undefined;
  const set = same ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition;
  return [...withoutCondition(conditions, condition.type), set];
}

/** The conditions without that type. */
export function withoutCondition<C extends ConditionLike>(
  conditions: readonly C[] | undefined,
  type: string,
): readonly C[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}
