import type { Sys } from '../../../linux/process/program.ts';
import type { Shell, Source } from '../shell.ts';
import { syntaxErrorOf } from '../syntax-error.ts';
import { parseScript } from '../syntax.ts';

/** Runs text as a script: complete lines before a syntax error run, then the error is told. */
export function* runText(sh: Shell, text: string, source: Partial<Source> = {}): Sys<number> {
  const outer = { source: sh.source, position: sh.position };
  const firstLine = source.firstLine ?? sh.line;
  const script = parseScript(text);
  sh.source = { text, firstLine, name: source.name ?? sh.source.name };
  sh.position = 0;
  const error = syntaxErrorOf(text, script, sh.features);
  const runnable = error ? script.commands.filter((one) => one.end <= error.lineStart) : script.commands;
  let status = yield* sh.execution.statements(sh, runnable);
  if (error && !sh.unwind) {
    const place = `${sh.source.name}: ${sh.commandText ? '-c: ' : ''}line `;
    const start = sh.interactive ? `${sh.source.name}: ` : `${place}${firstLine + error.line - 1}: `;
    yield* sh.p.warn(`${start}${error.message}\n`);
    if (!sh.interactive && error.quoted !== undefined)
      yield* sh.p.warn(`${place}${firstLine + error.line - 1}: \`${error.quoted}'\n`);
    status = 2;
    sh.status = 2;
  }
  sh.source = outer.source;
  sh.position = outer.position;
  return status;
}
