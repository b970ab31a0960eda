/**
 * Property tests draw the same cases in every run, so that a commit that passed keeps passing. To look for new ones:
 * `PROPERTY_SEED=random PROPERTY_RUNS=2000 npx vitest run --project node`.
 */
import process from 'node:process';
import * as fc from 'fast-check';

const { PROPERTY_SEED: seed = '1', PROPERTY_RUNS: runs = '100' } = process.env;
fc.configureGlobal({ numRuns: Number(runs), ...(seed === 'random' ? {} : { seed: Number(seed) }) });
