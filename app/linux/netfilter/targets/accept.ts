import { good } from '../../../base/result.ts';
import type { TargetKind } from '../extension.ts';

/** `-j ACCEPT`: the table lets the packet pass. */
export const accept: TargetKind<{ readonly name: 'ACCEPT' }> = {
  name: 'ACCEPT',
  options: {},
  parse: () => good({ name: 'ACCEPT' }),
  save: () => '',
  list: () => '',
  label: () => 'ACCEPT',
  act: () => ({ type: 'accept' }),
};
