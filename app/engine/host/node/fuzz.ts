import { fail } from './options.ts';

fail('fuzz: the long random runs come with a later release; `npm test` runs seeded samples');
