import { isObject } from '../kinds/plain.ts';
import { pathsOf, type PublishedGroup } from './paths.ts';
import schemas from './schemas.json';
import { TEXTS } from './texts.data.ts';

/** Every schema as JSON, by its name. */
const SCHEMAS: Readonly<Record<string, string>> = schemas;

/** Makes the OpenAPI v3 document of a group version, for an API server to publish. */
export type OpenApi = (group: PublishedGroup) => object;

/** The document of a group version: its paths, and the schemas that can be reached from them. */
export const openApi: OpenApi = (group) => {
  const paths = pathsOf(group, schemaOf);
  const names = reachable(JSON.stringify(paths));
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: '1.35' },
    paths,
    components: {
      schemas: Object.fromEntries(names.map((name) => [name, described(name)])),
      securitySchemes: { BearerToken: { type: 'apiKey', name: 'authorization', in: 'header' } },
    },
  };
};

/** The name of a kind's schema: `io.k8s.api.apps.v1.Deployment`. */
function schemaOf(group: string, version: string, kind: string): string | undefined {
  const mark = JSON.stringify({ group, kind, version });
  return Object.keys(SCHEMAS).find((name) => name.endsWith(`.${kind}`) && SCHEMAS[name]?.includes(mark));
}

/** The names of all schemas that a text refers to, and those that these refer to, in alphabetical order. */
function reachable(text: string): readonly string[] {
  const found = new Set<string>();
  const pending = [text];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [, name = ''] of next.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      pending.push(SCHEMAS[name] ?? '');
    }
  }
  return [...found].toSorted((a, b) => (a < b ? -1 : 1));
}

/** A schema with the texts of its type and fields, where we have some. */
function described(name: string): unknown {
  const schema: unknown = JSON.parse(SCHEMAS[name] ?? '{}');
  const texts = TEXTS[name.replace(/^io\.k8s\.(?:api\.|apimachinery\.pkg\.apis\.)?/, '')];
  if (texts === undefined || !isObject(schema)) return schema;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const withTexts = Object.entries(properties).map(
    ([field, property]) => [field, texted(property, texts[field])] as const,
  );
  return texted(
    { ...schema, ...(withTexts.length > 0 && { properties: Object.fromEntries(withTexts) }) },
    texts[''],
  );
}

function texted(schema: unknown, description: string | undefined): unknown {
  return description === undefined || !isObject(schema) ? schema : { description, ...schema };
}
