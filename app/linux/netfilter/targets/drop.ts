import { good } from '../../../base/result.ts';
import type { TargetKind } from '../extension.ts';

/** `-j DROP`: the packet is gone and nobody is told. */
export const drop: TargetKind<{ readonly name: 'DROP' }> = {
  name: 'DROP',
  options: {},
  parse: () => good({ name: 'DROP' }),
  save: () => '',
  list: () => '',
  label: () => 'DROP',
  act: () => ({ type: 'drop' }),
};
