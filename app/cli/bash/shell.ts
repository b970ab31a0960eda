import { computedVariables } from './startup-variables.ts';
import type { Fd, Pid } from '../../linux/names.ts';
import type { Process, Signal, Sys } from '../../linux/process/program.ts';
import type { Builtin } from './builtins/builtin.ts';
import type { Features } from './features.ts';
import { JobTable } from './jobs.ts';
import type { CommandNode, ParsedScript, Statement } from './syntax.ts';
import { Variables } from './variables.ts';

/** Why the shell leaves what it is doing: a loop's word, a function's end, its own end, or a line given up. */
export type Unwind =
  | { readonly to: 'break' | 'continue'; readonly levels: number }
  | { readonly to: 'return' }
  | { readonly to: 'exit' }
  /** An error or Ctrl-C: an interactive shell goes back to its prompt, any other ends. */
  | { readonly to: 'prompt' };

/** A function as it was defined, with the text that its positions point into. */
export interface ShellFunction {
  readonly body: CommandNode | { readonly type: 'CompoundList'; readonly commands: readonly Statement[] };
  readonly source: Source;
  /** The definition's text, for `type` and `declare -f`. */
  readonly text: string;
}

/** Text that is being run, and where it comes from. */
export interface Source {
  readonly text: string;
  /** Number of its first line. */
  readonly firstLine: number;
  /** What error messages name before the line: `bash`, a script's path. */
  readonly name: string;
}

/** Options of `set`, by their long names. */
export type OptionName =
  | 'allexport'
  | 'braceexpand'
  | 'errexit'
  | 'hashall'
  | 'histexpand'
  | 'ignoreeof'
  | 'interactive-comments'
  | 'monitor'
  | 'noclobber'
  | 'noexec'
  | 'noglob'
  | 'nolog'
  | 'notify'
  | 'nounset'
  | 'pipefail'
  | 'posix'
  | 'verbose'
  | 'xtrace'
  | 'emacs'
  | 'vi'
  | 'errtrace'
  | 'functrace'
  | 'history'
  | 'keyword'
  | 'onecmd'
  | 'physical'
  | 'privileged';

/** How commands are run; handed to the shell so that expansions and builtins can run some themselves. */
export interface Execution {
  /** The commands that a shell of these features does itself, by name. */
  builtins(features: Features): ReadonlyMap<string, Builtin>;
  /** Runs statements one after the other. */
  statements(sh: Shell, statements: readonly Statement[]): Sys<number>;
  command(sh: Shell, node: CommandNode): Sys<number>;
  /** Runs words as a simple command; `functions` false skips shell functions, as `command` and `builtin` do. */
  words(sh: Shell, words: readonly string[], options?: { readonly functions?: boolean }): Sys<number>;
  /** Runs text, as eval, source and traps do. */
  text(sh: Shell, text: string, source?: Partial<Source>): Sys<number>;
  /** What a script prints: `$(…)`. */
  capture(sh: Shell, script: ParsedScript): Sys<string>;
  /** `<(…)`: a path that a command can open. */
  substitute(sh: Shell, script: ParsedScript, operator: '<' | '>'): string;
}

/** What a shell starts with. */
export interface ShellSeed {
  readonly process: Process;
  readonly name: string;
  readonly execution: Execution;
  readonly features: Features;
  readonly interactive: boolean;
  readonly source: Source;
}

/** The state of one running shell: what `fork` would copy. */
export class Shell {
  readonly p: Process;
  readonly execution: Execution;
  readonly features: Features;
  readonly interactive: boolean;
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** `$0`. */
  name: string;
  vars = new Variables();
  functions = new Map<string, ShellFunction>();
  aliases = new Map<string, string>();
  options = new Set<OptionName>(['braceexpand', 'hashall', 'interactive-comments']);
  shopts = new Set<string>(DEFAULT_SHOPTS);
  positional: readonly string[] = [];
  traps = new Map<string, string>();
  hashed = new Map<string, string>();
  directories: readonly string[] = [];
  history: string[] = [];
  jobs = new JobTable();
  /** `$?`. */
  status = 0;
  pipeStatus: readonly number[] = [0];
  lastBackground: Pid | undefined;
  /** Number that `$$` gives: that of the first shell, in subshells too. */
  shellPid: Pid;
  subshellDepth = 0;
  unwind: Unwind | undefined;
  loopDepth = 0;
  functionNames: readonly string[] = [];
  sourceDepth = 0;
  /** Above 0 while a condition is computed: `set -e` does not apply there. */
  conditionDepth = 0;
  source: Source;
  /** Where in the source the running command stands. */
  position = 0;
  /** Statements since the last breath. */
  work = 0;
  /** Set while the shell itself is what the process ends with: the last command may take its place. */
  tail = false;
  /** Descriptors that process substitutions keep open until the command has ended. */
  substitutions: Fd[] = [];
  /** Exit status of the last command substitution of the running command. */
  captured: number | undefined;
  lastArgument = '';
  startedAt: number;
  /** Signals that an interactive shell ignores for itself; its children do not. */
  ignored: readonly Signal[] = [];
  /** The cursor stands at the start of a line already, after a command that Ctrl-C ended. */
  lineBroken = false;
  /** The running text came out of aliases: its own names are no aliases again. */
  unaliased = false;
  /** Stopped jobs were mentioned at an attempt to leave. */
  warnedOfJobs = false;
  /** Whether the script is the argument of `-c`: messages about its grammar say so. */
  commandText = false;
  /** `getopts`: place inside a group of letters. */
  optionPlace = 0;

  constructor(seed: ShellSeed) {
    this.p = seed.process;
    this.name = seed.name;
    this.execution = seed.execution;
    this.features = seed.features;
    this.builtins = seed.execution.builtins(seed.features);
    this.interactive = seed.interactive;
    this.source = seed.source;
    this.shellPid = seed.process.pid;
    this.startedAt = seed.process.now();
  }

  /** The copy of this shell that goes on in a child process. */
  fork(process: Process): Shell {
    const { name, execution, features, source } = this;
    const copy = new Shell({ process, name, execution, features, interactive: false, source });
    copy.vars = this.vars.fork();
    copy.functions = new Map(this.functions);
    copy.aliases = new Map(this.aliases);
    copy.options = new Set(this.options);
    copy.options.delete('monitor');
    copy.shopts = new Set(this.shopts);
    copy.positional = this.positional;
    copy.traps = new Map([...this.traps].filter(([, action]) => action === ''));
    copy.directories = this.directories;
    copy.history = this.history;
    copy.status = this.status;
    copy.pipeStatus = this.pipeStatus;
    copy.lastBackground = this.lastBackground;
    copy.shellPid = this.shellPid;
    copy.subshellDepth = this.subshellDepth + 1;
    copy.loopDepth = 0;
    copy.functionNames = this.functionNames;
    copy.sourceDepth = this.sourceDepth;
    copy.conditionDepth = this.conditionDepth;
    copy.position = this.position;
    copy.lastArgument = this.lastArgument;
    copy.startedAt = this.startedAt;
    copy.commandText = this.commandText;
    computedVariables(copy);
    return copy;
  }

  /** Number of the source line that the running command stands on. */
  get line(): number {
    const { text, firstLine } = this.source;
    let line = firstLine;
    for (let at = text.indexOf('\n'); at >= 0 && at < this.position; at = text.indexOf('\n', at + 1))
      line += 1;
    return line;
  }

  /** What error messages begin with: `bash: ` at a prompt, `bash: line 3: ` in a script. */
  get prefix(): string {
    const plain = this.interactive || (this.features.shell === 'ash' && this.commandText);
    return plain ? `${this.source.name}: ` : `${this.source.name}: line ${this.line}: `;
  }

  /** Prints an error of the shell itself. */
  *complain(message: string): Sys<void> {
    yield* this.p.warn(`${this.prefix}${message}\n`);
  }

  /** Gives the command up after an error that bash calls fatal to it: back to the prompt, or the end of a script. */
  *fail(message: string, status = 1): Sys<void> {
    yield* this.complain(message);
    this.abort(status);
  }

  abort(status: number): void {
    this.status = status;
    this.unwind = this.interactive ? { to: 'prompt' } : { to: 'exit' };
  }

  has(option: OptionName): boolean {
    return this.options.has(option);
  }

  /** Signals for which a trap or the shell's own manners need to be woken. */
  listen(signal: Signal, act: 'default' | 'ignore' | 'wake'): void {
    this.p.onSignal(signal, act);
  }
}

const DEFAULT_SHOPTS = [
  'checkwinsize',
  'cmdhist',
  'complete_fullquote',
  'extquote',
  'force_fignore',
  'globasciiranges',
  'globskipdots',
  'hostcomplete',
  'interactive_comments',
  'patsub_replacement',
  'progcomp',
  'promptvars',
  'sourcepath',
];
