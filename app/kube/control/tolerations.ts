import type { Pod, Taint, Toleration } from '../kinds/types.data.ts';

/** Whether a toleration covers a taint. @upstream k8s.io/api/core/v1/toleration.go ToleratesTaint */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key = '', effect = '', operator = 'Equal', value = '' } = toleration;
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? ''));
}

/** The first taint of these effects that no toleration of the Pod covers. */
export function untolerated(
  taints: readonly Taint[] | undefined,
  pod: Pick<Pod, 'spec'>,
  effects: readonly Taint['effect'][],
): Taint | undefined {
  return taints?.find(
    (taint) =>
      effects.includes(taint.effect) &&
      !pod.spec.tolerations?.some((toleration) => tolerates(toleration, taint)),
  );
}
