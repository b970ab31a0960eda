import type { KubeList, Status, WatchEvent } from './client.ts';
import type { KubeObject } from './kinds/object.ts';
import type { ResourceType } from './resource-type.ts';

/** Takes an object of the API server for what its path says it is: the server has decoded, defaulted and validated it. */
export function objectOf<Obj extends KubeObject>(_type: ResourceType<Obj>, body: unknown): Obj {
  return body as Obj;
}

/** Takes the answer to a list for a list of the kind asked for. */
export function listOf<Obj extends KubeObject>(body: unknown): KubeList<Obj> {
  return body as KubeList<Obj>;
}

/** Takes the object of a watch event for one of the kind watched. */
export function watchedOf<Obj extends KubeObject>(event: WatchEvent): WatchEvent<Obj> {
  return event as WatchEvent<Obj>;
}

/** Takes the body of an answer with an error code for the Status that it is. */
export function statusOf(body: unknown): Status {
  return body as Status;
}
