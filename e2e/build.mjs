/**
 * `npm run build`: the app for any static host into dist/, and the one-file edition into dist-single/lintas.html.
 * With --if-stale it does nothing when both are newer than every source.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const products = ['dist/index.html', 'dist-single/lintas.html'].map((name) => path.join(root, name));
const sources = ['app', 'content', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

if (process.argv.includes('--if-stale') && isFresh()) process.exit(0);
for (const mode of [[], ['--mode', 'single']]) vite(['build', '--logLevel', 'warn', ...mode]);
const single = path.join(root, 'dist-single');
if (fs.existsSync(path.join(single, 'index.html')))
  fs.renameSync(path.join(single, 'index.html'), path.join(single, 'lintas.html'));

function vite(args) {
  const program = path.join(root, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function isFresh() {
  const built = products.map((file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.min(...built) > Math.max(...sources.map((name) => newest(path.join(root, name))));
}

function newest(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return fs.readdirSync(place).reduce((latest, name) => Math.max(latest, newest(path.join(place, name))), 0);
}
