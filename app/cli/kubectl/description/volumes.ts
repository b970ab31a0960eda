import { at, isFields, listAt, nameOf, numberAt, textAt } from '../unstructured.ts';
import type { DescriptionWriter } from './writer.ts';

/** @upstream kubectl/pkg/describe/describe.go describeVolumes */
export function describeVolumes(w: DescriptionWriter, volumes: readonly unknown[], space: string): void {
  if (volumes.length === 0) {
    w.write(0, `${space}Volumes:\t<none>\n`);
    return;
  }
  w.write(0, `${space}Volumes:\n`);
  for (const volume of volumes) {
    w.write(1, `${space === '' ? '' : ' '}${textAt(volume, 'name')}:\n`);
    for (const line of linesOf(volume)) w.write(2, `${line}\n`);
  }
}

function linesOf(volume: unknown): readonly string[] {
  const source = isFields(volume) ? Object.keys(volume).find((key) => key !== 'name') : undefined;
  const part = at(volume, source ?? '');
  const optional = `Optional:\t${at(part, 'optional') === true}`;
  switch (source) {
    case 'hostPath':
      return [
        'Type:\tHostPath (bare host directory volume)',
        `Path:\t${textAt(part, 'path')}`,
        `HostPathType:\t${at(part, 'type') === undefined ? '<none>' : textAt(part, 'type')}`,
      ];
    case 'emptyDir':
      return [
        "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)",
        `Medium:\t${textAt(part, 'medium')}`,
        `SizeLimit:\t${at(part, 'sizeLimit') === undefined ? '<unset>' : String(at(part, 'sizeLimit'))}`,
      ];
    case 'secret':
      return [
        'Type:\tSecret (a volume populated by a Secret)',
        `SecretName:\t${textAt(part, 'secretName')}`,
        optional,
      ];
    case 'configMap':
      return [
        'Type:\tConfigMap (a volume populated by a ConfigMap)',
        `Name:\t${textAt(part, 'name')}`,
        optional,
      ];
    case 'persistentVolumeClaim':
      return [
        'Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
        `ClaimName:\t${textAt(part, 'claimName')}`,
        `ReadOnly:\t${at(part, 'readOnly') === true}`,
      ];
    case 'downwardAPI':
      return [
        'Type:\tDownwardAPI (a volume populated by information about the pod)',
        'Items:',
        ...listAt(part, 'items').map(
          (item) => `  ${textAt(item, 'fieldRef', 'fieldPath')} -> ${textAt(item, 'path')}`,
        ),
      ];
    case 'projected':
      return [
        'Type:\tProjected (a volume that contains injected data from multiple sources)',
        ...listAt(part, 'sources').flatMap(projectedLines),
      ];
    case 'nfs':
      return [
        'Type:\tNFS (an NFS mount that lasts the lifetime of a pod)',
        `Server:\t${textAt(part, 'server')}`,
        `Path:\t${textAt(part, 'path')}`,
        `ReadOnly:\t${at(part, 'readOnly') === true}`,
      ];
    default:
      return ['<unknown>'];
  }
}

function projectedLines(source: unknown): readonly string[] {
  const [secret, configMap, token] = [
    at(source, 'secret'),
    at(source, 'configMap'),
    at(source, 'serviceAccountToken'),
  ];
  if (secret !== undefined) {
    return [
      `SecretName:\t${textAt(secret, 'name') || nameOf(secret)}`,
      `Optional:\t${at(secret, 'optional') === true}`,
    ];
  }
  if (at(source, 'downwardAPI') !== undefined) return ['DownwardAPI:\ttrue'];
  if (configMap !== undefined) {
    return [
      `ConfigMapName:\t${textAt(configMap, 'name')}`,
      `Optional:\t${at(configMap, 'optional') === true}`,
    ];
  }
  return token === undefined ? [] : [`TokenExpirationSeconds:\t${numberAt(token, 'expirationSeconds') ?? 0}`];
}
