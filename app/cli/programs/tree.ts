import type { Process } from '../../linux/process/program.ts';
import { compileGlob } from '../tool/glob.ts';
import { compareBytes } from '../tool/input.ts';
import type { Options } from '../tool/options.ts';
import { readOptions, tool } from '../tool/tool.ts';
import { joined } from '../tool/target.ts';

/** Shows directories as a tree. */
export const tree = tool(
  'tree',
  'tree [-adf] [-L DEPTH] [-P GLOB] [-I GLOB] [DIRECTORY]...',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      { flags: 'adfinrtFlpsuhNC', values: 'LPIo', long: { noreport: 'noreport', dirsfirst: 'dirsfirst' } },
      flavour,
    );
    if (!options) return 1;
    const counts = { directories: 0, files: 0 };
    let status = 0;
    let out = '';
    for (const name of options.operands.length > 0 ? options.operands : ['.']) {
      const stat = p.fs.stat(name);
      if (!stat.ok || stat.value.type !== 'directory') {
        out += `${name}  [error opening dir]\n`;
        status = 2;
        continue;
      }
      counts.directories++;
      out += `${name}\n${branches(p, name, '', 1, options, counts)}`;
    }
    const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;
    const files = options.has('d') ? '' : `, ${many(counts.files, 'file', 'files')}`;
    if (!options.has('noreport'))
      out += `\n${many(counts.directories, 'directory', 'directories')}${files}\n`;
    yield* p.print(out);
    return status;
  },
);

function branches(
  p: Process,
  path: string,
  indent: string,
  depth: number,
  options: Options,
  counts: { directories: number; files: number },
): string {
  if (depth > Number(options.value('L') ?? Infinity)) return '';
  const read = p.fs.readdir(path);
  const wanted = options.value('P');
  const ignored =
    options
      .value('I')
      ?.split('|')
      .map((glob) => compileGlob(glob)) ?? [];
  const entries = (read.ok ? read.value : [])
    .filter((name) => options.has('a') || !name.startsWith('.'))
    .filter((name) => !ignored.some((fits) => fits(name)))
    .flatMap((name) => {
      const stat = p.fs.lstat(joined(path, name));
      return stat.ok ? [{ name, stat: stat.value }] : [];
    })
    .filter(
      ({ name, stat }) =>
        stat.type === 'directory' ||
        (!options.has('d') && (wanted === undefined || compileGlob(wanted)(name))),
    )
    .toSorted((a, b) => compareBytes(a.name, b.name));
  let out = '';
  for (const [index, { name, stat }] of entries.entries()) {
    const isLast = index === entries.length - 1;
    const link = stat.type === 'symlink' ? p.fs.readlink(joined(path, name)) : undefined;
    out += `${indent}${isLast ? '└── ' : '├── '}${options.has('f') ? joined(path, name) : name}${link?.ok ? ` -> ${link.value}` : ''}\n`;
    if (stat.type !== 'directory') counts.files++;
    else {
      counts.directories++;
      out += branches(
        p,
        joined(path, name),
        `${indent}${isLast ? '    ' : '│\u00a0\u00a0 '}`,
        depth + 1,
        options,
        counts,
      );
    }
  }
  return out;
}
