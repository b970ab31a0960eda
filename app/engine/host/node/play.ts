import { readFileSync } from 'node:fs';
import { runCommand } from '../../run-command.ts';
import type { World } from '../../world.ts';
import type { HeadlessOptions } from './options.ts';
import { commandsOf } from './script.ts';

/** Plays a script command by command on the laptop of a fresh world; prints what a pipe would get. */
export function play(world: World, file: string, { json }: Pick<HeadlessOptions, 'json'>): void {
  for (const cmd of commandsOf(readFileSync(file, 'utf8'))) {
    const { out, err, code } = runCommand(world, cmd);
    if (json) process.stdout.write(`${JSON.stringify({ cmd, out, err, code })}\n`);
    else process.stdout.write(`$ ${cmd.replaceAll('\n', '\n> ')}\n${out}${err}`);
  }
}
