/**
 * Runs a Node entry of the engine: `node launch.mjs headless play FILE.t`. Builds it first when a source is newer; the
 * build goes into a folder named after the state of the sources and is moved into place whole, so that several runs
 * may go side by side.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../../../..');
const cache = path.join(root, 'node_modules/.cache/lintas');
/** Builds that are kept: an older one may still be running. */
const KEPT = 3;

const [entry = 'headless', ...args] = process.argv.slice(2);
const folder = path.join(cache, stamp());
if (!fs.existsSync(folder)) build(folder);
process.argv = [process.argv[0], path.join(folder, `${entry}.js`), ...args];
await import(pathToFileURL(process.argv[1]).href);

function stamp() {
  const hash = createHash('sha256');
  for (const place of ['app', 'content', 'vite.config.ts', 'package-lock.json'])
    look(path.join(root, place), hash);
  return hash.digest('hex').slice(0, 16);
}

function look(place, hash) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    if (!/\.(test\.tsx?|spec\.ts|md)$/.test(place) || place.includes('content'))
      hash.update(`${place} ${stat.mtimeMs} ${stat.size}\n`);
    return;
  }
  if (path.basename(place) === 'testdata') return;
  for (const name of fs.readdirSync(place).toSorted()) look(path.join(place, name), hash);
}

function build(target) {
  fs.mkdirSync(cache, { recursive: true });
  const unfinished = fs.mkdtempSync(path.join(cache, 'unfinished-'));
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const options = ['build', '--mode', 'node', '--logLevel', 'warn', '--outDir', unfinished, '--emptyOutDir'];
  const { status } = spawnSync(process.execPath, [vite, ...options], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
  try {
    fs.renameSync(unfinished, target);
  } catch (error) {
    // Another run has put the same build there meanwhile.
    fs.rmSync(unfinished, { recursive: true, force: true });
    if (!fs.existsSync(target)) throw error;
  }
  forgetOld(target);
}

function forgetOld(current) {
  const builds = fs
    .readdirSync(cache)
    .map((name) => path.join(cache, name))
    .filter((place) => /\/[0-9a-f]{16}$/.test(place) && place !== current)
    .toSorted((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  for (const old of builds.slice(KEPT - 1)) fs.rmSync(old, { recursive: true, force: true });
}
