import { at, type Words } from '../../app/tutorial/words.ts';

/** The labels that this chapter's Pods and Service share. */
export const RUN = { run: 'my-nginx' };

/** The Pod that steps delete or call: the one on node-905m on the canonical path. */
export const target = (q: Words) => q.podOn('node-905m') ?? q.P[0];
/** Another Pod of the Deployment. */
export const otherPod = (q: Words) => q.P.find((pod) => pod !== target(q));
/** Whether labels are those of the Deployment's Pods. */
export const isOurs = ({ labels }: { readonly labels: Readonly<Record<string, string>> }) =>
  labels['run'] === 'my-nginx';
/** The Service's address; empty while it has none. */
export const clusterIp = (q: Words) => q.S?.spec.clusterIP ?? '';

/** What the Service's endpoints should be: every ready Pod at port 80. */
export function members(q: Words): string[] {
  return q.P.ready.map((pod) => at(pod, 80));
}
