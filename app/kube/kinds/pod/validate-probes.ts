import { at, forbidden, invalid, required, notSupported, type FieldError } from '../field-error.ts';
import { validatePortOrName } from '../int-or-percent.ts';
import { notNegative } from '../metadata.ts';
import { headerNameProblems } from '../names.ts';
import type { Container, HTTPGetAction, LifecycleHandler, Probe } from '../types.data.ts';

type Grace = number | undefined;

/** Checks what runs after the start and before the end of a container. @upstream validateLifecycle */
export function validateLifecycle(
  lifecycle: Container['lifecycle'],
  grace: Grace,
  path: string,
): readonly FieldError[] {
  return [
    ...(lifecycle?.postStart ? validateHandler(lifecycle.postStart, grace, at(path, 'postStart')) : []),
    ...(lifecycle?.preStop ? validateHandler(lifecycle.preStop, grace, at(path, 'preStop')) : []),
  ];
}

/** Checks the three probes of a container. */
export function validateProbes(container: Container, grace: Grace, path: string): readonly FieldError[] {
  return [
    ...validateProbe(container.livenessProbe, 'liveness', grace, at(path, 'livenessProbe')),
    ...validateProbe(container.readinessProbe, 'readiness', grace, at(path, 'readinessProbe')),
    ...validateProbe(container.startupProbe, 'startup', grace, at(path, 'startupProbe')),
  ];
}

function validateProbe(
  probe: Probe | undefined,
  kind: 'liveness' | 'readiness' | 'startup',
  grace: Grace,
  path: string,
): readonly FieldError[] {
  if (!probe) return [];
  const errors = [...validateHandler(probe, grace, path)];
  for (const key of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const)
    errors.push(...notNegative(probe[key], at(path, key)));
  const seconds = probe.terminationGracePeriodSeconds;
  if (seconds !== undefined && seconds <= 0)
    errors.push(invalid(at(path, 'terminationGracePeriodSeconds'), seconds, 'must be greater than 0'));
  if (kind === 'readiness') {
    if (seconds !== undefined)
      errors.push(
        invalid(at(path, 'terminationGracePeriodSeconds'), seconds, 'must not be set for readinessProbes'),
      );
  } else if (probe.successThreshold !== 1)
    errors.push(invalid(at(path, 'successThreshold'), probe.successThreshold ?? 0, 'must be 1'));
  return errors;
}

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

function validateHandler(handler: Handler, grace: Grace, path: string): readonly FieldError[] {
  const given = HANDLERS.filter((key) => handler[key] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) return [required(path, 'must specify a handler type')];
  return [
    ...validateAction(handler, first, grace, at(path, first)),
    ...others.map((key) => forbidden(at(path, key), 'may not specify more than 1 handler type')),
  ];
}

function validateAction(
  handler: Handler,
  kind: (typeof HANDLERS)[number],
  grace: Grace,
  path: string,
): readonly FieldError[] {
  switch (kind) {
    case 'exec':
      return (handler.exec?.command ?? []).length === 0 ? [required(at(path, 'command'))] : [];
    case 'httpGet':
      return handler.httpGet ? validateHttpGet(handler.httpGet, path) : [];
    case 'tcpSocket':
      return validatePortOrName(handler.tcpSocket?.port, at(path, 'port'));
    case 'grpc':
      return validatePortOrName(handler.grpc?.port, at(path, 'port'));
    case 'sleep': {
      const seconds = handler.sleep?.seconds ?? 0;
      if (grace === undefined || (seconds >= 0 && seconds <= grace)) return [];
      return [
        invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`),
      ];
    }
  }
}

function validateHttpGet(
  { path: url, port, scheme, httpHeaders }: HTTPGetAction,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!url) errors.push(required(at(path, 'path')));
  errors.push(...validatePortOrName(port, at(path, 'port')));
  if (scheme !== 'HTTP' && scheme !== 'HTTPS')
    errors.push(notSupported(at(path, 'scheme'), scheme ?? '', ['HTTP', 'HTTPS']));
  for (const { name } of httpHeaders ?? [])
    for (const problem of headerNameProblems(name))
      errors.push(invalid(at(path, 'httpHeaders'), name, problem));
  return errors;
}
