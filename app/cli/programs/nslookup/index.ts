import { tool } from '../../tool/tool.ts';
import { bindNslookup } from './bind.ts';
import { busyboxNslookup } from './busybox.ts';

/** Asks name servers. */
export const nslookup = tool('nslookup', 'nslookup [-type=TYPE] NAME [SERVER]', (p, flavour) =>
  flavour === 'busybox' ? busyboxNslookup(p) : bindNslookup(p),
);
