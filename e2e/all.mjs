/**
 * Everything that must be green, in one run: `npm test`. Fetches a browser first where there is none. Goes on after a
 * failure, so that one run shows all of them; the last line counts.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const reports = path.join(root, 'reports');
const bin = (name) => path.join(root, 'node_modules', name);
const node = process.execPath;

let passed = 0;
let failed = 0;

fs.rmSync(reports, { recursive: true, force: true });
fs.mkdirSync(reports, { recursive: true });
step('browser', node, [path.join(root, 'e2e/fetch-browser.mjs')]);
step('types', node, [bin('typescript/bin/tsc'), '--build']);
step('lint', 'npx', ['oxlint', '--type-aware']);
step('format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']);
step('dead code', 'npx', ['knip']);
step('build', 'npm', ['run', '-s', 'build']);
suite('unit', 'npx', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=junit',
  '--outputFile.junit=reports/unit.xml',
]);
suite('e2e', 'npx', ['playwright', 'test']);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(name, command, args) {
  const began = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return status === 0;
}

function step(name, command, args) {
  if (run(name, command, args)) passed++;
  else failed++;
}

/** A step whose tests are counted by its JUnit report. A report that is missing, or a failure it does not name, counts as one. */
function suite(name, command, args) {
  const ok = run(name, command, args);
  const report = path.join(reports, `${name}.xml`);
  const head = fs.existsSync(report)
    ? /<testsuites [^>]*>/.exec(fs.readFileSync(report, 'utf8'))?.[0]
    : undefined;
  const count = (field) => Number(new RegExp(` ${field}="(\\d+)`).exec(head ?? '')?.[1] ?? 0);
  const bad = count('failures') + count('errors');
  passed += Math.max(0, count('tests') - bad - count('skipped'));
  failed += Math.max(bad, ok && head ? 0 : 1);
}
