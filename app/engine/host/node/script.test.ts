import { expect, test } from 'vitest';
import { commandsOf } from './script.ts';

test('a here-document belongs to the command it continues; other lines are comments', () => {
  const script = ['# a comment', '$ cat <<X', '> one', '>', '> X', 'between', '$ echo 2', ''].join('\n');
  expect(commandsOf(script)).toEqual(['cat <<X\none\n\nX', 'echo 2']);
});
