import { ageOf } from './age.ts';
import { at, invalid, item, notSupported, required, type FieldError } from './field-error.ts';
import { internalForm } from './internal-form.ts';
import { AGE_COLUMN, column, NAME_COLUMN, type KindRules } from './kind.ts';
import { pathSegmentName, subdomainName } from './metadata.ts';
import type { KubeObject } from './object.ts';
import { filled, isEqual, mapped } from './plain.ts';
import type { PolicyRule, RoleRef, Subject } from './types.data.ts';

const GROUP = 'rbac.authorization.k8s.io';
const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

/** What ties subjects to a role. */
export interface Binding {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

/** The rules of a role. @upstream pkg/apis/rbac/validation ValidatePolicyRule */
export function validateRules(
  rules: readonly PolicyRule[] | undefined | null,
  namespaced: boolean,
): readonly FieldError[] {
  return (rules ?? []).flatMap((rule, index) => validateRule(rule, namespaced, item('rules', index)));
}

function validateRule(rule: PolicyRule, namespaced: boolean, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { verbs, nonResourceURLs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  if ((verbs ?? []).length === 0)
    errors.push(required(at(path, 'verbs'), 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    if (namespaced)
      errors.push(
        invalid(
          at(path, 'nonResourceURLs'),
          nonResourceURLs,
          'namespaced rules cannot apply to non-resource URLs',
        ),
      );
    if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0)
      errors.push(
        invalid(
          at(path, 'nonResourceURLs'),
          nonResourceURLs,
          'rules cannot apply to both regular resources and non-resource URLs',
        ),
      );
    return errors;
  }
  if (apiGroups.length === 0)
    errors.push(required(at(path, 'apiGroups'), 'resource rules must supply at least one api group'));
  if (resources.length === 0)
    errors.push(required(at(path, 'resources'), 'resource rules must supply at least one resource'));
  return errors;
}

/** @upstream pkg/apis/rbac/v1/defaults.go */
function defaultBinding<Obj extends Binding>(object: Obj): Obj {
  const subjects = mapped(object.subjects, (subject) =>
    subject.kind === 'User' || subject.kind === 'Group' ? filled(subject, { apiGroup: GROUP }) : subject,
  );
  const roleRef = object.roleRef.apiGroup ? object.roleRef : { ...object.roleRef, apiGroup: GROUP };
  return { ...object, roleRef, ...(subjects && { subjects }) };
}

/** @upstream ValidateRoleBinding */
function validateBinding(
  { roleRef, subjects = [] }: Binding,
  kinds: readonly string[],
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (roleRef.apiGroup !== GROUP) errors.push(notSupported('roleRef.apiGroup', roleRef.apiGroup, [GROUP]));
  if (!kinds.includes(roleRef.kind)) errors.push(notSupported('roleRef.kind', roleRef.kind, kinds));
  if (!roleRef.name) errors.push(required('roleRef.name'));
  else
    errors.push(
      ...pathSegmentName(roleRef.name, false).map((problem) =>
        invalid('roleRef.name', roleRef.name, problem),
      ),
    );
  for (const [index, subject] of (subjects ?? []).entries())
    errors.push(...validateSubject(subject, kinds.length > 1, item('subjects', index)));
  return errors;
}

function validateSubject(subject: Subject, namespaced: boolean, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { kind, name, namespace = '', apiGroup = '' } = subject;
  if (!name) errors.push(required(at(path, 'name')));
  if (!SUBJECT_KINDS.includes(kind)) return [...errors, notSupported(at(path, 'kind'), kind, SUBJECT_KINDS)];
  if (kind !== 'ServiceAccount')
    return apiGroup === GROUP ? errors : [...errors, notSupported(at(path, 'apiGroup'), apiGroup, [GROUP])];
  if (name)
    errors.push(...subdomainName(name, false).map((problem) => invalid(at(path, 'name'), name, problem)));
  if (apiGroup !== '') errors.push(notSupported(at(path, 'apiGroup'), apiGroup, ['']));
  if (!namespaced && namespace === '') errors.push(required(at(path, 'namespace')));
  return errors;
}

/** A binding keeps its role for ever. */
function validateSameRole(object: Binding, old: Binding): readonly FieldError[] {
  return isEqual(object.roleRef, old.roleRef)
    ? []
    : [invalid('roleRef', internalForm('rbac.RoleRef', object.roleRef), 'cannot change roleRef')];
}

/** The columns of a binding. */
const BINDING_COLUMNS = [
  NAME_COLUMN,
  column('Role'),
  AGE_COLUMN,
  column('Users', 'string', 1),
  column('Groups', 'string', 1),
  column('ServiceAccounts', 'string', 1),
];

/** What the kinds of bindings have in common; `kinds` are the roles that they may name. */
export function bindingRules<Obj extends Binding & KubeObject>(
  kinds: readonly string[],
): Omit<KindRules<Obj>, 'resource' | 'wire'> {
  return {
    nameProblems: pathSegmentName,
    createOnUpdate: true,
    defaults: defaultBinding,
    validate: (object) => validateBinding(object, kinds),
    validateUpdate: (object, old) => [...validateBinding(object, kinds), ...validateSameRole(object, old)],
    columns: BINDING_COLUMNS,
    row: ({ metadata, roleRef, subjects }, { now }) => [
      metadata.name,
      `${roleRef.kind}/${roleRef.name}`,
      ageOf(metadata.creationTimestamp, now),
      ...subjectCells(subjects),
    ],
  };
}

/** The wide cells of a binding: users, groups, service accounts. */
function subjectCells(subjects: readonly Subject[] | undefined): readonly string[] {
  const names = (kind: string): string =>
    (subjects ?? [])
      .filter((subject) => subject.kind === kind)
      .map(({ namespace, name }) => (kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
      .join(', ');
  return [names('User'), names('Group'), names('ServiceAccount')];
}
