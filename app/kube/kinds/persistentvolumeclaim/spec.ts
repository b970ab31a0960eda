import { at, forbidden, invalid, item, notSupported, required, type FieldError } from '../field-error.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { dnsSubdomainProblems } from '../names.ts';
import { quantityNanos } from '../quantity.ts';
import type { PersistentVolumeClaimSpec } from '../types.data.ts';

/** How volumes may be mounted. */
export const ACCESS_MODES: readonly string[] = [
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOnce',
  'ReadWriteOncePod',
];
/** What is on a volume. */
export const VOLUME_MODES: readonly string[] = ['Block', 'Filesystem'];
const SHORT_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** Access modes as tables print them: `RWO,ROX`. */
export function accessModesText(modes: readonly string[] | undefined): string {
  const order = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
  return order
    .filter((mode) => (modes ?? []).includes(mode))
    .map((mode) => SHORT_MODES[mode] ?? mode)
    .join(',');
}

/** @upstream ValidatePersistentVolumeClaimSpec */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string): readonly FieldError[] {
  const modes: readonly string[] = spec.accessModes ?? [];
  const errors: FieldError[] = [];
  const field = at(path, 'accessModes');
  if (modes.length === 0) errors.push(required(field, 'at least 1 access mode is required'));
  errors.push(...validateLabelSelector(spec.selector, at(path, 'selector')));
  for (const mode of modes)
    if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(field, mode, ACCESS_MODES));
  const others = modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode));
  if (modes.includes('ReadWriteOncePod') && others)
    errors.push(forbidden(field, 'may not use ReadWriteOncePod with other access modes'));
  return [...errors, ...validateStorage(spec, path), ...validateClass(spec, path)];
}

function validateStorage({ resources }: PersistentVolumeClaimSpec, path: string): readonly FieldError[] {
  const storage = resources?.requests?.['storage'];
  const field = item(at(path, 'resources'), 'storage');
  if (storage === undefined) return [required(field)];
  return quantityNanos(storage) <= 0n ? [invalid(field, storage, 'must be greater than zero')] : [];
}

function validateClass(
  { storageClassName, volumeMode }: PersistentVolumeClaimSpec,
  path: string,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (storageClassName)
    for (const problem of dnsSubdomainProblems(storageClassName))
      errors.push(invalid(at(path, 'storageClassName'), storageClassName, problem));
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode))
    errors.push(notSupported(at(path, 'volumeMode'), volumeMode, VOLUME_MODES));
  return errors;
}
