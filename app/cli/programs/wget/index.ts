import { tool } from '../../tool/tool.ts';
import { busyboxWget } from './busybox.ts';
import { gnuWget } from './gnu.ts';

/** Fetches files over HTTP. */
export const wget = tool('wget', 'wget [-qS] [--spider] [-O FILE] [-T SECONDS] URL...', (p, flavour) =>
  flavour === 'busybox' ? busyboxWget(p) : gnuWget(p),
);
