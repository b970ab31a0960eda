import type { MachineKind, Process, Program, ProgramSpec, Sys } from '../../linux/process/program.ts';
import type { Options, OptionSpec } from './options.ts';
import { parseOptions } from './options.ts';

/** Whose program it is: GNU and friends on Debian machines, or the applet of busybox with its own messages. */
export type Flavour = 'gnu' | 'busybox';

/** Machines that have the ordinary tools: all of them, containers as far as their image names them. */
export const EVERYWHERE: readonly MachineKind[] = ['laptop', 'node', 'container', 'internet', 'docker-host'];

/** What a program is made of when it has two flavours. */
export type FlavouredRun = (p: Process, flavour: Flavour) => Sys<number>;

/** A line of the registry for an ordinary tool: installed everywhere, the busybox flavour in busybox and alpine images. */
export function tool(name: string, help: string, run: FlavouredRun, directory = '/usr/bin'): ProgramSpec {
  const gnu: Program = (p) => run(p, 'gnu');
  const busybox: Program = (p) => run(p, 'busybox');
  return { name, help, run: gnu, busybox, on: EVERYWHERE, directory };
}

/** The name a program was called by, for its messages. */
export function calledAs(p: Process): string {
  return (p.argv[0] ?? '').split('/').at(-1) ?? '';
}

/** What GNU programs say after a wrong command line. */
export function tryHelp(name: string): string {
  return `Try '${name} --help' for more information.\n`;
}

/** Parses the command line and complains as the flavour does; undefined when it was wrong. */
export function* readOptions(
  p: Process,
  spec: OptionSpec,
  flavour: Flavour = 'gnu',
  usage?: string,
  args: readonly string[] = p.argv.slice(1),
): Sys<Options | undefined> {
  const options = parseOptions(args, spec);
  if (options.ok) return options.value;
  const name = calledAs(p);
  if (flavour === 'busybox')
    yield* p.warn(`${name}: ${busyboxWords(options.error)}\n${BUSYBOX_BANNER}\n\nUsage: ${usage ?? name}\n`);
  else yield* p.warn(`${name}: ${options.error}\n${usage ?? tryHelp(name)}`);
  return undefined;
}

/** First line of every usage text of the busybox in the images. */
export const BUSYBOX_BANNER = 'BusyBox v1.37.0 (2024-09-26 21:31:42 UTC) multi-call binary.';

/** Busybox is linked to musl or glibc; its getopt says the same without quotes. */
function busyboxWords(error: string): string {
  return error
    .replace(/^invalid option -- '(.)'/, "invalid option -- '$1'")
    .replace(/^unrecognized option '--(.*)'/, "unrecognized option '--$1'");
}
