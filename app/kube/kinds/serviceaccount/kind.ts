import { defineKind } from '../define.decode.ts';
import { resource } from '../resource.ts';
import type { ServiceAccount } from '../types.data.ts';

/** ServiceAccounts. @upstream pkg/registry/core/serviceaccount/strategy.go */
export const serviceaccount = defineKind<ServiceAccount>({
  resource: resource('v1', 'ServiceAccount', 'serviceaccounts', { short: ['sa'] }),
  wire: 'ServiceAccount',
  subresources: ['token'],
  deleteShowsObject: true,
});
