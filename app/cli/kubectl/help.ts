import type { Command, Flag } from './command.ts';
import { GLOBAL_FLAGS } from './flag-sets.ts';

const OPTIONS_HINT =
  'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';

/** The least width of the names of commands. */
const NARROWEST = 11;

/** What `kubectl VERB --help` prints: description, examples, commands, options, usage. */
export function helpText(command: Command, path: string): string {
  const blocks = [`${command.long ?? `${command.short}.`}\n`];
  if (command.aliases !== undefined && command.aliases.length > 0)
    blocks.push(`Aliases:\n${[command.name, ...command.aliases].join(', ')}\n`);
  if (command.examples !== undefined) {
    blocks.push(`Examples:\n${command.examples.map((line) => `  ${line}\n`).join('')}`);
  }
  const commands = (command.commands ?? []).filter((one) => one.hidden !== true);
  if (commands.length > 0) blocks.push(`Available Commands:\n${commandLines(commands)}`);
  const flags = (command.flags ?? []).filter((flag) => flag.hidden !== true && flag.deprecated === undefined);
  if (flags.length > 0) blocks.push(optionsText(flags));
  const use = command.use ?? '[options]';
  blocks.push(`Usage:\n  ${path} ${use}\n`);
  const more =
    commands.length > 0 ? `Use "${path} <command> --help" for more information about a given command.\n` : '';
  return `${blocks.join('\n')}\n${more}${OPTIONS_HINT}`;
}

/** What `kubectl options` prints. */
export function globalOptionsText(): string {
  return `The following options can be passed to any command:\n\n${flagLines(GLOBAL_FLAGS)}`;
}

function optionsText(flags: readonly Flag[]): string {
  return `Options:\n${flagLines(flags)}`;
}

function flagLines(flags: readonly Flag[]): string {
  return flags
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      (flag) =>
        `    ${flag.short === undefined ? '' : `-${flag.short}, `}--${flag.name}=${defaultText(flag)}:\n\t${flag.usage}\n`,
    )
    .join('\n');
}

function defaultText(flag: Flag): string {
  switch (flag.kind) {
    case 'bool':
      return flag.default ?? 'false';
    case 'int':
      return flag.default ?? '0';
    case 'duration':
      return flag.default ?? '0s';
    case 'list':
    case 'array':
      return `[${flag.default ?? ''}]`;
    case 'string':
      return `'${flag.default ?? ''}'`;
  }
}

/** Names padded to the longest, with what they do. */
export function commandLines(commands: readonly Command[]): string {
  const width = Math.max(NARROWEST, ...commands.map((command) => command.name.length));
  return commands
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((command) => `  ${command.name.padEnd(width)}   ${command.short}\n`)
    .join('');
}
