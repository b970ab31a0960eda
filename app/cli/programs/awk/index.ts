import { AwkRun } from '../../awk/run.ts';
import { parseAwk } from '../../awk/parse.ts';
import type { Process, ProgramSpec, Sys } from '../../../linux/process/program.ts';
import { strerror } from '../../tool/errno.ts';
import { parseOptions } from '../../tool/options.ts';
import { calledAs, tool } from '../../tool/tool.ts';

const HELP = "awk [-F SEPARATOR] [-v NAME=VALUE]... [-f FILE | 'PROGRAM'] [FILE]...";

/** Scans lines for patterns and acts on them: mawk, as Debian installs it. */
export const awk: ProgramSpec = tool('awk', HELP, run);

/** The same program by its own name. */
export const mawk: ProgramSpec = tool('mawk', HELP, run);

const USAGE = `Usage: mawk [Options] [Program] [file ...]

Program:
    The -f option value is the name of a file containing program text.
    If no -f option is given, a "--" ends option processing; the following
    parameters are the program text.

Options:
    -f program-file  Program  text is read from file instead of from the
                     command-line.  Multiple -f options are accepted.
    -F value         sets the field separator, FS, to value.
    -v var=value     assigns value to program variable var.
    --               unambiguous end of options.

    Implementation-specific options are prefixed with "-W".  They can be
    abbreviated:

    -W version       show version information and exit.
    -W dump          show assembler-like listing of program and exit.
    -W help          show this message and exit.
    -W interactive   set unbuffered output, line-buffered input.
    -W exec file     use file as program as well as last option.
    -W random=number set initial random seed.
    -W sprintf=number adjust size of sprintf buffer.
    -W posix_space   do not consider "\\n" a space.
    -W usage         show this message and exit.
`;

function* run(p: Process): Sys<number> {
  const options = parseOptions(p.argv.slice(1), { flags: '', values: 'FvfW', stopAtOperand: true });
  if (!options.ok) {
    yield* p.warn(
      `${calledAs(p)}: not an option: ${p.argv.slice(1).find((word) => word.startsWith('-')) ?? ''}\n`,
    );
    return 2;
  }
  const { value } = options;
  let operands = value.operands;
  const sources: string[] = [];
  for (const file of value.values('f')) {
    const text = p.fs.readText(file);
    if (!text.ok) {
      yield* p.warn(`${calledAs(p)}: cannot open ${file} (${strerror(text.error)})\n`);
      return 2;
    }
    sources.push(text.value);
  }
  if (sources.length === 0) {
    const [program, ...rest] = operands;
    if (program === undefined) {
      yield* p.print(USAGE);
      return 0;
    }
    sources.push(program);
    operands = rest;
  }
  const program = parseAwk(sources.join('\n'));
  if (!program.ok) {
    yield* p.warn(`${calledAs(p)}: ${program.error}\n`);
    return 2;
  }
  const separator = value.value('F');
  const assignments = [
    ...(separator === undefined
      ? []
      : [
          `FS=${separator === 't' ? '\t' : separator.replaceAll('\\', '\\\\').replace(/\\\\([tn])/g, '\\$1')}`,
        ]),
    ...value.values('v'),
  ];
  return yield* new AwkRun(p, program.value, operands, assignments).run();
}
