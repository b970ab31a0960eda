import type { ApiRequest, ApiResponse } from '../client.ts';
import type { Api } from './api.ts';
import { discoverGroups } from './discovery-groups.ts';

/** What /version says. */
const VERSION = {
  major: '1',
  minor: '35',
  emulationMajor: '1',
  emulationMinor: '35',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '34',
  gitVersion: 'v1.35.4',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '',
  goVersion: '',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** Answers what is no kind: version, health, the lists of groups and resources; undefined for everything else. */
export function discovery(api: Api, request: ApiRequest): ApiResponse | undefined {
  if (request.method !== 'GET') return undefined;
  switch (request.path) {
    case '/version':
      return { type: 'object', status: 200, body: VERSION };
    case '/healthz':
    case '/livez':
    case '/readyz':
      return { type: 'text', status: 200, text: 'ok' };
    default:
      return discoverGroups(api, request.path, request.headers['accept'] ?? '');
  }
}
