import { bad, good, type Result } from '../../../base/result.ts';
import type { Status } from '../../client.ts';
import type { KubeObject } from '../../kinds/object.ts';
import { isObject, textAt, type PlainObject } from '../../kinds/plain.ts';
import { asKubeObject } from '../../kinds/typed.decode.ts';
import type { Api, Call } from '../api.ts';
import { parseFirstYaml } from '../body.ts';
import { decodeWire } from '../decode/wire-decode.ts';
import { applyConfiguration } from '../fields/apply.ts';
import { withEntries } from '../fields/track.ts';
import { queryFlag } from '../query.ts';
import { groupVersion } from '../route.ts';
import { badRequest, conflict } from '../status.ts';

/** Reads the body of a server-side apply: YAML or JSON. */
export function readConfiguration(call: Call): Result<PlainObject, Status> {
  const { body = '' } = call.request;
  const parsed = typeof body === 'string' ? parseFirstYaml(body) : good(body);
  if (!parsed.ok)
    return bad(badRequest(`error decoding YAML: error converting YAML to JSON: ${parsed.error}`));
  return isObject(parsed.value)
    ? good(parsed.value)
    : bad(
        badRequest(
          'error decoding YAML: json: cannot unmarshal value into Go value of type map[string]interface {}',
        ),
      );
}

/** What an apply makes of the live object, ready to be stored. */
export function applyTo(
  api: Api,
  call: Call,
  config: PlainObject,
  live: KubeObject | undefined,
): Result<KubeObject, Status> {
  const { served } = call;
  const shown = live && served.fromStored ? served.fromStored(live) : live;
  const applied = applyConfiguration(api, call, shown, config, queryFlag(call.request, 'force'));
  if (!applied.ok) return applied;
  const uid = textAt(config, 'metadata', 'uid');
  if (!live && uid !== '')
    return bad(
      conflict(
        call.kind.resource,
        call.name,
        `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      ),
    );
  const decoded = decodeWire(api.schema, served.wire, applied.value.value);
  if (decoded.error !== undefined) return bad(badRequest(decoded.error));
  const object = { ...asKubeObject(decoded.value), kind: served.kindName, apiVersion: groupVersion(served) };
  const stored = served.toStored ? served.toStored(object) : object;
  return good(withEntries(stored, applied.value.entries));
}
