import { document } from './document.ts';
import { recorded } from './recorded.ts';

/** The worlds by name, the default first. */
export const worlds = [document, recorded] as const;
