import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast, difference, VISIONS } from './testing/color.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The tokens of a theme, from the first block that its selector opens. */
function tokensOf(selector: string): (name: string) => string {
  const block = css.slice(css.indexOf(selector));
  const found = new Map(
    [...block.slice(0, block.indexOf('}')).matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
  return (name) => {
    const value = found.get(name);
    if (value === undefined) throw new Error(`${selector} has no --${name}`);
    return value;
  };
}

const themes = {
  light: tokensOf(":root,\n[data-theme='light'] {"),
  dark: tokensOf("[data-theme='dark'] {"),
};

const ROLES = ['node', 'pod', 'svc', 'lb', 'client', 'ok', 'fail'];
const GROUNDS = ['bg', 'surface', 'sunken'];

test.each(Object.entries(themes))('text is readable in the %s theme', (_, token) => {
  for (const ground of [...GROUNDS, ...ROLES.map((role) => `${role}-fill`)]) {
    expect(contrast(token('text'), token(ground)), `text on ${ground}`).toBeGreaterThanOrEqual(13.1);
    expect(contrast(token('muted'), token(ground)), `muted on ${ground}`).toBeGreaterThanOrEqual(7);
  }
  expect(contrast(token('text'), token('selection'))).toBeGreaterThanOrEqual(10.3);
  expect(contrast(token('on-accent'), token('accent'))).toBeGreaterThanOrEqual(7);
  for (const ground of GROUNDS) expect(contrast(token('accent'), token(ground))).toBeGreaterThanOrEqual(7);
  expect(contrast(token('rewrite-text'), token('rewrite'))).toBeGreaterThanOrEqual(12.8);
  expect(contrast(token('rewrite-old'), token('rewrite'))).toBeGreaterThanOrEqual(7.5);
});

test.each(Object.entries(themes))(
  'strokes are visible on every ground they lie on in the %s theme',
  (_, token) => {
    for (const role of [...ROLES, 'border']) {
      for (const ground of GROUNDS) {
        expect(contrast(token(role), token(ground)), `${role} on ${ground}`).toBeGreaterThanOrEqual(3);
      }
    }
    for (const role of ROLES) {
      expect(contrast(token(role), token(`${role}-fill`)), `${role} on its fill`).toBeGreaterThanOrEqual(3.4);
    }
  },
);

test.each(Object.entries(themes))('terminal colours are readable in the %s theme', (_, token) => {
  const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
  expect(names.filter((name) => contrast(token(`ansi-${name}`), token('bg')) < 7)).toEqual([]);
});

test.each(Object.entries(themes))(
  'the seven roles differ for every kind of vision in the %s theme',
  (_, token) => {
    const pairs: (string | number)[][] = [];
    for (const vision of Object.keys(VISIONS)) {
      for (const [at, one] of ROLES.entries()) {
        for (const other of ROLES.slice(at + 1))
          pairs.push([vision, one, other, difference(token(one), token(other), vision)]);
      }
    }
    expect(pairs.filter(([, , , apart]) => Number(apart) < 15)).toEqual([]);
  },
);

test('the colour difference is the published one', () => {
  expect(difference('#000000', '#ffffff', 'normal')).toBeCloseTo(100, 3);
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});

test('no colour is written outside the token file', () => {
  const folder = new URL('.', import.meta.url).pathname;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(css|tsx?)$/.test(name) && !/tokens\.css|test\.tsx?$|testing\//.test(name),
  );
  const colored = files.filter((name) =>
    /#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b/.test(readFileSync(`${folder}${name}`, 'utf8')),
  );
  expect(colored).toEqual([]);
});
