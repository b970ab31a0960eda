import { invalid, required, type FieldError } from '../field-error.ts';
import type { KindContext } from '../kind.ts';
import { pushAll } from '../metadata.ts';
import { qualifiedNameProblems } from '../names.ts';
import type { EventObject } from './event.ts';

const LIMIT = 128;
const NOTE_LIMIT = 1024;
const TYPES = ['Normal', 'Warning'];

/** Events of the newer group must be complete, those of the core group need only stand in the right namespace. @upstream pkg/apis/core/validation/events.go */
export function validateEvent(object: EventObject, { group }: KindContext): readonly FieldError[] {
  const errors = group === 'events.k8s.io' ? validateComplete(object) : [];
  return [...validateNamespace(object), ...errors];
}

function validateNamespace({ metadata, involvedObject }: EventObject): readonly FieldError[] {
  const { namespace = '' } = involvedObject;
  const own = metadata.namespace ?? '';
  const fits = namespace === '' ? own === 'default' || own === 'kube-system' : namespace === own;
  return fits ? [] : [invalid('involvedObject.namespace', namespace, 'does not match event.namespace')];
}

function validateComplete(object: EventObject): readonly FieldError[] {
  const { eventTime, type = '', reportingComponent = '', message = '' } = object;
  const errors: FieldError[] = [];
  if (!eventTime) errors.push(required('eventTime'));
  if (!TYPES.includes(type)) errors.push(invalid('type', '', `has invalid value: ${type}`));
  if (reportingComponent === '') errors.push(required('reportingController'));
  pushAll(errors, 'reportingController', reportingComponent, qualifiedNameProblems(reportingComponent));
  errors.push(
    ...text('reportingInstance', object.reportingInstance),
    ...text('action', object.action),
    ...text('reason', object.reason),
  );
  if (message.length > NOTE_LIMIT)
    errors.push(invalid('message', '', `can have at most ${NOTE_LIMIT} characters`));
  return errors;
}

function text(field: string, value = ''): readonly FieldError[] {
  if (value === '') return [required(field)];
  return value.length > LIMIT ? [invalid(field, '', `can have at most ${LIMIT} characters`)] : [];
}
