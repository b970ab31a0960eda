import { podAmounts } from '../pod-resources.ts';
import { quantityNanos } from '../quantity.ts';
import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod } from '../types.data.ts';

type Amounts = Readonly<Record<string, string>>;
const ANNOTATION = 'kubernetes.io/limit-ranger';

/** A Pod with the requests and limits that a LimitRange has for containers without their own. @upstream mergePodResourceRequirements */
export function withDefaultResources(pod: Pod, { spec }: LimitRange): Pod {
  const items = (spec?.limits ?? []).filter(({ type }) => type === 'Container');
  const requests: Amounts = Object.assign({}, ...items.map((item) => item.defaultRequest ?? {}));
  const limits: Amounts = Object.assign({}, ...items.map((item) => item.default ?? {}));
  const notes: string[] = [];
  const fill = (container: Container, words: string): Container => {
    const own = container.resources ?? {};
    const missingRequests = missing(own.requests, requests);
    const missingLimits = missing(own.limits, limits);
    if (missingRequests.length > 0)
      notes.push(`${missingRequests.join(', ')} request for ${words} ${container.name}`);
    if (missingLimits.length > 0)
      notes.push(`${missingLimits.join(', ')} limit for ${words} ${container.name}`);
    if (missingRequests.length + missingLimits.length === 0) return container;
    return {
      ...container,
      resources: {
        ...own,
        ...(missingLimits.length > 0 && { limits: { ...limits, ...own.limits } }),
        ...(missingRequests.length > 0 && { requests: { ...requests, ...own.requests } }),
      },
    };
  };
  const containers = pod.spec.containers.map((one) => fill(one, 'container'));
  const initContainers = pod.spec.initContainers?.map((one) => fill(one, 'init container'));
  if (notes.length === 0) return pod;
  const annotations = {
    ...pod.metadata.annotations,
    [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}`,
  };
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations },
    spec: { ...pod.spec, containers, ...(initContainers && { initContainers }) },
  };
}

function missing(own: Amounts | undefined, defaults: Amounts): readonly string[] {
  return Object.keys(defaults)
    .filter((name) => own?.[name] === undefined)
    .toSorted();
}

/** What a Pod or claim has outside the limits of a LimitRange. @upstream PodValidateLimitFunc */
export function limitViolations(
  { spec }: LimitRange,
  object: Pod | PersistentVolumeClaim,
): readonly string[] {
  const found = (spec?.limits ?? []).flatMap((item) => violations(item, object));
  return [...new Set(found)];
}

function violations(item: LimitRangeItem, object: Pod | PersistentVolumeClaim): readonly string[] {
  if (object.kind === 'PersistentVolumeClaim')
    return item.type === object.kind ? claimViolations(item, object.spec?.resources?.requests ?? {}) : [];
  if (item.type === 'Container')
    return [...object.spec.containers, ...(object.spec.initContainers ?? [])].flatMap(({ resources }) =>
      usageViolations(item, resources?.requests ?? {}, resources?.limits ?? {}),
    );
  if (item.type !== 'Pod') return [];
  const { requests, limits } = podAmounts(object);
  return usageViolations(item, requests, limits);
}

function claimViolations(item: LimitRangeItem, requests: Amounts): readonly string[] {
  const errors: string[] = [];
  for (const [name, bound, least] of bounds(item)) {
    const usage = `${least ? 'minimum' : 'maximum'} ${name} usage per ${item.type} is ${bound}`;
    const request = requests[name];
    if (request === undefined) errors.push(`${usage}.  No request is specified`);
    else if (isOutside(request, bound, least)) errors.push(`${usage}, but request is ${request}`);
  }
  return errors;
}

function usageViolations(item: LimitRangeItem, requests: Amounts, limits: Amounts): readonly string[] {
  const errors: string[] = [];
  for (const [name, bound, least] of bounds(item)) {
    const usage = `${least ? 'minimum' : 'maximum'} ${name} usage per ${item.type} is ${bound}`;
    const [request, limit] = [requests[name], limits[name]];
    const [needed, other] = least ? [request, limit] : [limit, request];
    const [neededName, otherName] = least ? ['request', 'limit'] : ['limit', 'request'];
    if (needed === undefined) errors.push(`${usage}.  No ${neededName} is specified`);
    else if (isOutside(needed, bound, least)) errors.push(`${usage}, but ${neededName} is ${needed}`);
    else if (other !== undefined && isOutside(other, bound, least))
      errors.push(`${usage}, but ${otherName} is ${other}`);
  }
  for (const [name, ratio] of sorted(item.maxLimitRequestRatio))
    errors.push(...ratioViolation(item.type, name, ratio, requests[name], limits[name]));
  return errors;
}

function bounds(item: LimitRangeItem): readonly (readonly [string, string, boolean])[] {
  return [
    ...sorted(item.min).map(([name, bound]) => [name, bound, true] as const),
    ...sorted(item.max).map(([name, bound]) => [name, bound, false] as const),
  ];
}

function sorted(amounts: Amounts | undefined): readonly (readonly [string, string])[] {
  return Object.entries(amounts ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function isOutside(amount: string, bound: string, least: boolean): boolean {
  const [value, limit] = [quantityNanos(amount), quantityNanos(bound)];
  return least ? value < limit : value > limit;
}

function ratioViolation(
  type: string,
  name: string,
  ratio: string,
  request: string | undefined,
  limit: string | undefined,
): readonly string[] {
  const words = `${name} max limit to request ratio per ${type} is ${ratio}, but`;
  const [asked, most] = [quantityNanos(request), quantityNanos(limit)];
  if (asked === 0n) return [`${words} no request is specified or request is 0`];
  if (most === 0n) return [`${words} no limit is specified or limit is 0`];
  const observed = Number(most) / Number(asked);
  return observed > Number(quantityNanos(ratio)) / 1e9
    ? [`${words} provided ratio is ${observed.toFixed(6)}`]
    : [];
}
