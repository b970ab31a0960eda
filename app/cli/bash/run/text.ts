import type { Sys } from '../../../linux/process/program.ts';
import type { Shell, Source } from '../shell.ts';
import { syntaxErrorOf } from '../syntax-error.ts';
import { openHereDocuments, parseScript } from '../syntax.ts';

/** Runs text as a script: complete lines before a syntax error run, then the error is told. */
export function* runText(sh: Shell, text: string, source: Partial<Source> = {}): Sys<number> {
  const outer = { source: sh.source, position: sh.position };
  const firstLine = source.firstLine ?? sh.line;
  const script = parseScript(text);
  sh.source = { text, firstLine, name: source.name ?? sh.source.name };
  sh.position = 0;
  if (text.includes('<<')) {
    for (const open of openHereDocuments(script)) {
      const wanted = `(wanted \`${open.delimiter?.value ?? ''}')`;
      const line = text.slice(0, open.pos).split('\n').length + firstLine - 1;
      sh.position = text.length;
      yield* sh.complain(`warning: here-document at line ${line} delimited by end-of-file ${wanted}`);
    }
    sh.position = 0;
  }
  const error = syntaxErrorOf(text, script);
  const runnable = error
    ? script.commands.filter((one) => one.end > one.pos && one.end <= error.lineStart)
    : script.commands;
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
