import { en } from './en.ts';
import { id } from './id.ts';

/** The page's words by language. */
export const locales = { id, en } as const;
