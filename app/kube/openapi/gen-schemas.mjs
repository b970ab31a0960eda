/**
 * Writes schemas.json: the schemas of the OpenAPI v3 documents that a real v1.35.4 API server served, as JSON in
 * JSON, without their descriptions (ours are in texts.data.ts). Every group version's document holds a share of them. Run it by hand and commit:
 *
 *   node app/kube/openapi/gen-schemas.mjs <folder with core.v1.json, apps.v1.json, …>
 */
import fs from 'node:fs';
import path from 'node:path';

/** Kinds of groups whose documents were not recorded, from the types of k8s.io/api v0.35.4. */
const { kinds: UNRECORDED } = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, 'unrecorded.json'), 'utf8'),
);

const folder = path.resolve(process.argv[2]);
const schemas = Object.fromEntries(
  Object.entries(UNRECORDED).map(([id, schema]) => [id, JSON.stringify(schema)]),
);
for (const name of fs.readdirSync(folder).toSorted()) {
  if (!/\.v\d\w*\.json$/.test(name)) continue;
  const document = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
  for (const [id, schema] of Object.entries(document.components.schemas)) {
    const text = JSON.stringify(schema);
    if (schemas[id] !== undefined && schemas[id] !== text) throw new Error(`two schemas are called ${id}`);
    schemas[id] = text;
  }
}

const sorted = Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1));
fs.writeFileSync(
  path.join(import.meta.dirname, 'schemas.json'),
  `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`,
);
console.log(`${sorted.length} schemas`);
