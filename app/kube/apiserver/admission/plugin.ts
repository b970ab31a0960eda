import type { Result } from '../../../base/result.ts';
import type { Status } from '../../client.ts';
import type { KubeObject } from '../../kinds/object.ts';
import type { Api, Call } from '../api.ts';

/** What an admission plug-in does to an object: gives it back changed, refuses it, or (undefined) does not care. */
export type AdmissionStep = (
  api: Api,
  call: Call,
  object: KubeObject,
  old: KubeObject | undefined,
) => Result<KubeObject, Status> | undefined;

/** One admission plug-in: a step before validation, one after it. */
export interface Plugin {
  readonly name: string;
  readonly mutate?: AdmissionStep;
  readonly validate?: AdmissionStep;
}
