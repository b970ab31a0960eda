/** The commands of a script: `$ ` begins one, `> ` goes on with it, all other lines are comments. */
export function commandsOf(script: string): string[] {
  const commands: string[] = [];
  for (const line of script.split('\n')) {
    if (line.startsWith('$ ')) commands.push(line.slice(2));
    else if (line.startsWith('> ') || line === '>') {
      const last = commands.pop();
      if (last !== undefined) commands.push(`${last}\n${line.slice(2)}`);
    }
  }
  return commands;
}
