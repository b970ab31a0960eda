/**
 * Sees to it that a browser is there for the tests: the one the environment names, Playwright's own, or the system's.
 * Where there is none, Playwright's download is tried (at most a minute), then, as root on Debian, the distribution's.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const DOWNLOAD_LIMIT_MS = 60_000;

function present() {
  return [process.env['CHROMIUM_PATH'], chromium.executablePath(), ...SYSTEM].find(
    (place) => place && fs.existsSync(place),
  );
}

function attempt(command, args, timeout) {
  return spawnSync(command, args, { stdio: 'ignore', timeout }).status === 0;
}

if (!present()) {
  console.log("No browser found: fetching Playwright's Chromium.");
  const cli = path.resolve(import.meta.dirname, '../node_modules/playwright/cli.js');
  attempt(process.execPath, [cli, 'install', 'chromium'], DOWNLOAD_LIMIT_MS);
}
if (!present() && process.getuid?.() === 0 && fs.existsSync('/etc/debian_version')) {
  console.log("That was not possible: installing the distribution's chromium.");
  attempt('apt-get', ['update', '-qq']);
  attempt('apt-get', ['install', '-y', '-qq', 'chromium']);
}
if (!present()) {
  console.error('No browser could be had. Install Chromium or set CHROMIUM_PATH to one.');
  process.exitCode = 1;
}
