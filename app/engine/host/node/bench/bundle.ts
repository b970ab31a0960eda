import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** A size that is measured once. */
interface SizeBench {
  readonly name: string;
  readonly unit: string;
  readonly runs: number;
  readonly run: () => number;
}

/** Sizes of the built app in kB gzip: entry with its static imports, engine worker, everything. Needs `npm run build`. */
export function bundleSizes(dist = 'dist'): SizeBench[] {
  if (!existsSync(path.join(dist, 'index.html'))) return [];
  const size = (name: string, files: () => readonly string[]): SizeBench => ({
    name,
    unit: 'kb_gzip',
    runs: 1,
    run: () => files().reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1000,
  });
  return [
    size('bundle.initial', () => initialScripts(dist)),
    size('bundle.worker', () => filesUnder(dist).filter((file) => /\/worker-[^/]+\.js$/.test(file))),
    size('bundle.app', () => filesUnder(dist)),
  ];
}

/** The scripts that the page loads before anything is shown. */
function initialScripts(dist: string): string[] {
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, file]) =>
    path.join(dist, file ?? ''),
  );
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => statSync(name).isFile());
}
