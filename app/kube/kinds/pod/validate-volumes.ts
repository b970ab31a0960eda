import {
  at,
  duplicate,
  forbidden,
  invalid,
  item,
  notSupported,
  required,
  type FieldError,
} from '../field-error.ts';
import { pushAll } from '../metadata.ts';
import { configKeyProblems, dnsLabelProblems, dnsSubdomainProblems } from '../names.ts';
import { isObject, textAt } from '../plain.ts';
import { quantityNanos } from '../quantity.ts';
import type {
  ConfigMapVolumeSource,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  HostPathVolumeSource,
  KeyToPath,
  ProjectedVolumeSource,
  SecretVolumeSource,
  Volume,
} from '../types.data.ts';
import { validateFieldRef, validateResourceRef } from './validate-env.ts';

const FILE_MODE = 'must be a number between 0 and 0777 (octal), both inclusive';
const DOWNWARD_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.annotations',
  'metadata.uid',
];

/** The order in which the kinds of volumes are looked at: the second one found is refused. */
const SOURCES: readonly (keyof Volume)[] = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];

/** The volumes that are good, by name, and what is wrong with the others. */
export interface CheckedVolumes {
  readonly known: ReadonlyMap<string, Volume>;
  readonly errors: readonly FieldError[];
}

/** Checks the volumes of a Pod. @upstream ValidateVolumes */
export function validateVolumes(volumes: readonly Volume[] | undefined, path: string): CheckedVolumes {
  const known = new Map<string, Volume>([]);
  const errors: FieldError[] = [];
  for (const [index, volume] of (volumes ?? []).entries()) {
    const one = item(path, index);
    const found = [...validateSource(volume, one)];
    if (!volume.name) found.push(required(at(one, 'name')));
    else pushAll(found, at(one, 'name'), volume.name, dnsLabelProblems(volume.name));
    if (known.has(volume.name)) found.push(duplicate(at(one, 'name'), volume.name));
    if (found.length === 0) known.set(volume.name, volume);
    errors.push(...found);
  }
  return { known, errors };
}

function validateSource(volume: Volume, path: string): readonly FieldError[] {
  const given = SOURCES.filter((source) => volume[source] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) return [required(path, 'must specify a volume type')];
  return [
    ...validateOne(volume, first, path),
    ...others.map((source) =>
      forbidden(
        at(path, source === 'downwardAPI' ? 'downwarAPI' : source),
        'may not specify more than 1 volume type',
      ),
    ),
  ];
}

function validateOne(volume: Volume, source: keyof Volume, path: string): readonly FieldError[] {
  const inner = at(path, source);
  switch (source) {
    case 'emptyDir':
      return volume.emptyDir?.sizeLimit !== undefined && quantityNanos(volume.emptyDir.sizeLimit) < 0n
        ? [forbidden(at(inner, 'sizeLimit'), 'SizeLimit field must be a valid resource quantity')]
        : [];
    case 'hostPath':
      return validateHostPath(volume.hostPath, inner);
    case 'secret':
      return validateSecret(volume.secret, inner);
    case 'configMap':
      return validateConfigMap(volume.configMap, inner);
    case 'persistentVolumeClaim':
      return volume.persistentVolumeClaim?.claimName ? [] : [required(at(inner, 'claimName'))];
    case 'downwardAPI':
      return validateDownward(volume.downwardAPI, inner);
    case 'projected':
      return validateProjected(volume.projected, inner);
    case 'nfs':
      return validateNfs(volume, inner);
    case 'csi':
      return volume.csi?.driver ? [] : [required(at(inner, 'driver'))];
    case 'ephemeral':
      return volume.ephemeral?.volumeClaimTemplate ? [] : [required(at(inner, 'volumeClaimTemplate'))];
    default:
      return [];
  }
}

function validateNfs({ nfs }: Volume, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!nfs?.server) errors.push(required(at(path, 'server')));
  if (!nfs?.path) errors.push(required(at(path, 'path')));
  else if (!nfs.path.startsWith('/'))
    errors.push(invalid(at(path, 'path'), nfs.path, 'must be an absolute path'));
  return errors;
}

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** A directory of the node. @upstream validateHostPathVolumeSource */
export function validateHostPath(
  source: HostPathVolumeSource | undefined,
  path: string,
): readonly FieldError[] {
  if (!source?.path) return [required(at(path, 'path'))];
  const errors = [...noBacksteps(source.path, at(path, 'path'))];
  if (source.type !== undefined && !HOST_PATH_TYPES.includes(source.type))
    errors.push(notSupported(at(path, 'type'), source.type, HOST_PATH_TYPES));
  return errors;
}

/** A path that never goes up. */
export function noBacksteps(value: string, path: string): readonly FieldError[] {
  return value.split('/').includes('..') ? [invalid(path, value, "must not contain '..'")] : [];
}

/** A path below some directory. @upstream validateLocalDescendingPath */
export function descendingPath(value: string, path: string): readonly FieldError[] {
  const absolute = value.startsWith('/') ? [invalid(path, value, 'must be a relative path')] : [];
  return [...absolute, ...noBacksteps(value, path)];
}

function descendingFile(value: string, path: string): readonly FieldError[] {
  const errors = [...descendingPath(value, path)];
  if (value.startsWith('..') && !value.startsWith('../'))
    errors.push(invalid(path, value, "must not start with '..'"));
  return errors;
}

function validateMode(mode: number | undefined, path: string): readonly FieldError[] {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [invalid(path, mode, FILE_MODE)] : [];
}

function validateSecret(source: SecretVolumeSource | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!source?.secretName) errors.push(required(at(path, 'secretName')));
  errors.push(...validateMode(source?.defaultMode, at(path, 'defaultMode')));
  return [...errors, ...validateItems(source?.items, path)];
}

function validateConfigMap(source: ConfigMapVolumeSource | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!source?.name) errors.push(required(at(path, 'name')));
  errors.push(...validateMode(source?.defaultMode, at(path, 'defaultMode')));
  return [...errors, ...validateItems(source?.items, path)];
}

function validateItems(items: readonly KeyToPath[] | undefined, path: string): readonly FieldError[] {
  return (items ?? []).flatMap(({ key, path: file, mode }, index) => {
    const one = item(at(path, 'items'), index);
    const errors: FieldError[] = [];
    if (!key) errors.push(required(at(one, 'key')));
    else pushAll(errors, at(one, 'key'), key, configKeyProblems(key));
    if (!file) errors.push(required(at(one, 'path')));
    else errors.push(...descendingFile(file, at(one, 'path')));
    return [...errors, ...validateMode(mode, at(one, 'mode'))];
  });
}

function validateDownward(source: DownwardAPIVolumeSource | undefined, path: string): readonly FieldError[] {
  return [
    ...validateMode(source?.defaultMode, at(path, 'defaultMode')),
    ...(source?.items ?? []).flatMap((file) => validateDownwardFile(file, path)),
  ];
}

function validateDownwardFile(file: DownwardAPIVolumeFile, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!file.path) errors.push(required(at(path, 'path')));
  else errors.push(...descendingFile(file.path, at(path, 'path')));
  if (file.fieldRef) {
    errors.push(...validateFieldRef(file.fieldRef, DOWNWARD_FIELDS, at(path, 'fieldRef')));
    if (file.resourceFieldRef)
      errors.push(
        invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'),
      );
  } else if (file.resourceFieldRef)
    errors.push(...validateResourceRef(file.resourceFieldRef, at(path, 'resourceFieldRef'), true));
  else errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
  return [...errors, ...validateMode(file.mode, at(path, 'mode'))];
}

function validateProjected(source: ProjectedVolumeSource | undefined, path: string): readonly FieldError[] {
  const sources = (source?.sources ?? []).flatMap((one, index) =>
    validateProjection(one, item(at(path, 'sources'), index)),
  );
  return [...validateMode(source?.defaultMode, at(path, 'defaultMode')), ...sources];
}

type Projection = NonNullable<ProjectedVolumeSource['sources']>[number];

function validateProjection(source: Projection, path: string): readonly FieldError[] {
  const given = Object.keys(source).filter((key) => isObject(Reflect.get(source, key)));
  const errors: FieldError[] = given
    .slice(1)
    .map((key) => forbidden(at(path, key), 'may not specify more than 1 volume type'));
  const named = source.secret ? 'secret' : 'configMap';
  const bag = source.secret ?? source.configMap;
  if (bag) {
    if (!textAt(bag, 'name')) errors.push(required(at(at(path, named), 'name')));
    errors.push(...validateItems(bag.items, at(path, named)));
  }
  if (source.downwardAPI)
    for (const file of source.downwardAPI.items ?? [])
      errors.push(...validateDownwardFile(file, at(path, 'downwardAPI')));
  if (source.serviceAccountToken)
    errors.push(...validateToken(source.serviceAccountToken, at(path, 'serviceAccountToken')));
  return errors;
}

const TEN_MINUTES = 600;

function validateToken(
  token: NonNullable<Projection['serviceAccountToken']>,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seconds = token.expirationSeconds ?? TEN_MINUTES;
  if (seconds < TEN_MINUTES)
    errors.push(
      invalid(at(path, 'expirationSeconds'), seconds, 'may not specify a duration less than 10 minutes'),
    );
  if (seconds > 2 ** 32)
    errors.push(
      invalid(at(path, 'expirationSeconds'), seconds, 'may not specify a duration larger than 2^32 seconds'),
    );
  if (!token.path) errors.push(required(at(path, 'path')));
  else errors.push(...descendingFile(token.path, at(path, 'path')));
  return errors;
}

/** The name of a claim or volume. */
export function validateStorageName(name: string, path: string): readonly FieldError[] {
  return dnsSubdomainProblems(name).map((problem) => invalid(path, name, problem));
}
