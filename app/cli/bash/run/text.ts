import type { Sys } from '../../../linux/process/program.ts';
import type { Shell, Source } from '../shell.ts';
import { ashRefusal, ashSyntaxError } from '../ash-grammar.ts';
import { syntaxErrorOf, type SyntaxError } from '../syntax-error.ts';
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
  const foreign = sh.features.shell === 'ash' ? ashRefusal(script) : undefined;
  const stop = Math.min(
    error?.lineStart ?? Infinity,
    foreign ? text.lastIndexOf('\n', foreign.at) + 1 : Infinity,
  );
  const runnable = script.commands.filter(
    (one) => stop === Infinity || (one.end > one.pos && one.end <= stop),
  );
  let status = yield* sh.execution.statements(sh, runnable);
  if ((error || foreign) && !sh.unwind) {
    if (sh.features.shell === 'bash' && error) yield* tell(sh, error, firstLine);
    else
      yield* sh.complain(
        foreign?.message ??
          ashSyntaxError(error?.message ?? '', (script.errors ?? []).map((one) => one.message).join('; ')),
      );
    status = 2;
    sh.status = 2;
    if (sh.features.shell === 'ash') sh.abort(2);
  }
  sh.source = outer.source;
  sh.position = outer.position;
  return status;
}

/** Bash's message, with the source line below it in scripts. */
function* tell(sh: Shell, error: SyntaxError, firstLine: number): Sys<void> {
  const { name } = sh.source;
  const place = `${name}: ${sh.commandText ? '-c: ' : ''}line ${firstLine + error.line - 1}: `;
  yield* sh.p.warn(`${sh.interactive ? `${name}: ` : place}${error.message}\n`);
  if (!sh.interactive && error.quoted !== undefined) yield* sh.p.warn(`${place}\`${error.quoted}'\n`);
}
