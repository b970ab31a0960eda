import { STDIN } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import { dateOf, strftime } from '../../tool/civil.ts';
import { strerror } from '../../tool/errno.ts';
import { quote } from '../../tool/quote.ts';
import { tool, type Flavour } from '../../tool/tool.ts';
import { modeText } from '../ls/long.ts';
import { parseExpression, type FindExpression, type Found, type Term } from './expression.ts';

/** Searches directories. */
export const find = tool(
  'find',
  'find [PATH]... [-name GLOB] [-type f|d|l] [-maxdepth N] [-exec COMMAND {} ;] [-delete] …',
  run,
);

function* run(p: Process, flavour: Flavour): Sys<number> {
  const words = p.argv.slice(1).filter((word, at) => !(at === 0 && /^-[HLP]$/.test(word)));
  const start = words.findIndex((word) => word.startsWith('-') || word === '(' || word === '!');
  const paths = start < 0 ? words : words.slice(0, start);
  const expression = parseExpression(start < 0 ? [] : words.slice(start), p.now());
  if (!expression.ok) {
    yield* p.warn(
      flavour === 'gnu'
        ? `find: ${expression.error}\n`
        : `find: ${expression.error.replace(/^unknown predicate `(.*)'$/, 'unrecognized: $1')}\n`,
    );
    return 1;
  }
  const finding = new Finding(p, expression.value);
  for (const path of paths.length > 0 ? paths : ['.']) {
    const stat = p.fs.lstat(path);
    if (!stat.ok) {
      yield* p.warn(`find: ${flavour === 'gnu' ? quote(path) : path}: ${strerror(stat.error)}\n`);
      finding.status = 1;
      continue;
    }
    const name = path.replace(/\/+$/, '').split('/').at(-1) ?? path;
    yield* finding.walk({ path, name: name === '' ? '/' : name, depth: 0, stat: stat.value }, path);
    if (finding.stopped) break;
  }
  yield* finding.finish();
  return finding.status;
}

class Finding {
  readonly #p: Process;
  readonly #how: FindExpression;
  readonly #collected = new Map<Term, string[]>();
  status = 0;
  stopped = false;
  #pruned = false;

  constructor(p: Process, how: FindExpression) {
    this.#p = p;
    this.#how = how;
  }

  *walk(file: Found, root: string): Sys<void> {
    const { maxDepth, depthFirst } = this.#how;
    this.#pruned = false;
    if (!depthFirst) yield* this.#visit(file, root);
    const pruned = this.#pruned;
    if (file.stat.type === 'directory' && file.depth < maxDepth && !pruned && !this.stopped) {
      const names = this.#p.fs.readdir(file.path);
      if (!names.ok) {
        yield* this.#p.warn(`find: ${quote(file.path)}: ${strerror(names.error)}\n`);
        this.status = 1;
      }
      for (const name of names.ok ? names.value : []) {
        const path = file.path.endsWith('/') ? file.path + name : `${file.path}/${name}`;
        const stat = this.#p.fs.lstat(path);
        if (stat.ok) yield* this.walk({ path, name, depth: file.depth + 1, stat: stat.value }, root);
        if (this.stopped) return;
      }
    }
    if (depthFirst) yield* this.#visit(file, root);
  }

  *finish(): Sys<void> {
    for (const [term, paths] of this.#collected)
      if (term.type === 'exec' && paths.length > 0) {
        const code = yield* this.#execute([...term.argv, ...paths]);
        if (code !== 0) this.status = 1;
      }
  }

  *#visit(file: Found, root: string): Sys<void> {
    if (file.depth < this.#how.minDepth) return;
    const passed = this.#how.term === undefined || (yield* this.#holds(this.#how.term, file, root));
    if (passed && !this.#how.hasAction) yield* this.#p.print(`${file.path}\n`);
  }

  *#holds(term: Term, file: Found, root: string): Sys<boolean> {
    switch (term.type) {
      case 'test':
        return term.test(file);
      case 'and':
        return (yield* this.#holds(term.left, file, root)) && (yield* this.#holds(term.right, file, root));
      case 'or':
        return (yield* this.#holds(term.left, file, root)) || (yield* this.#holds(term.right, file, root));
      case 'not':
        return !(yield* this.#holds(term.of, file, root));
      case 'empty':
        return this.#isEmpty(file);
      case 'newer': {
        const other = this.#p.fs.stat(term.than);
        return other.ok && file.stat.modifiedAt > other.value.modifiedAt;
      }
      case 'exec':
        return yield* this.#exec(term, file);
      default:
        return yield* this.#act(term, file, root);
    }
  }

  *#act(term: Term, file: Found, root: string): Sys<boolean> {
    switch (term.type) {
      case 'prune':
        this.#pruned = true;
        return true;
      case 'quit':
        this.stopped = true;
        return true;
      case 'print':
        yield* this.#p.print(`${file.path}\n`);
        return true;
      case 'print0':
        yield* this.#p.print(`${file.path}\0`);
        return true;
      case 'ls':
        yield* this.#p.print(this.#listed(file));
        return true;
      case 'printf':
        yield* this.#p.print(this.#formatted(term.format, file, root));
        return true;
      case 'delete': {
        if (file.path === '.') return true;
        const removed =
          file.stat.type === 'directory' ? this.#p.fs.rmdir(file.path) : this.#p.fs.unlink(file.path);
        if (removed.ok) return true;
        yield* this.#p.warn(`find: cannot delete ${quote(file.path)}: ${strerror(removed.error)}\n`);
        this.status = 1;
        return false;
      }
      default:
        return true;
    }
  }

  #isEmpty(file: Found): boolean {
    if (file.stat.type === 'file') return file.stat.size === 0;
    const names = file.stat.type === 'directory' ? this.#p.fs.readdir(file.path) : undefined;
    return names?.ok === true && names.value.length === 0;
  }

  *#exec(term: Term & { type: 'exec' }, file: Found): Sys<boolean> {
    if (term.together) {
      this.#collected.set(term, [...(this.#collected.get(term) ?? []), file.path]);
      return true;
    }
    return (yield* this.#execute(term.argv.map((word) => word.replaceAll('{}', file.path)))) === 0;
  }

  *#execute(argv: readonly string[]): Sys<number> {
    const spawned = this.#p.spawn(argv, { fds: new Map([[STDIN, STDIN]]) });
    if (!spawned.ok) {
      yield* this.#p.warn(`find: ${quote(argv[0] ?? '')}: ${strerror(spawned.error)}\n`);
      return 127;
    }
    return (yield* this.#p.wait(spawned.value)).code;
  }

  #listed({ path, stat }: Found): string {
    const at = strftime('%b %e %H:%M', dateOf(this.#p, stat.modifiedAt));
    const blocks = stat.type === 'directory' ? 4 : Math.ceil(stat.size / 4096) * 4;
    return `   131072 ${String(blocks).padStart(6)} ${modeText(stat)} ${String(stat.links).padStart(3)} ${stat.owner.padEnd(8)} ${stat.group.padEnd(8)} ${String(stat.size).padStart(8)} ${at} ${path}\n`;
  }

  #formatted(format: string, { path, name, depth, stat }: Found, root: string): string {
    const slash = path.lastIndexOf('/');
    const values: Readonly<Record<string, string>> = {
      p: path,
      P: path === root ? '' : path.slice(root.length).replace(/^\//, ''),
      f: name,
      h: slash < 0 ? '.' : path.slice(0, slash),
      d: String(depth),
      s: String(stat.size),
      m: (stat.mode & 0o7777).toString(8),
      M: modeText(stat),
      u: stat.owner,
      g: stat.group,
      y: { file: 'f', directory: 'd', symlink: 'l', device: 'c' }[stat.type],
      t: strftime('%a %b %e %H:%M:%S.%N0 %Y', dateOf(this.#p, stat.modifiedAt)),
      '%': '%',
    };
    return format.replace(
      /\\([nt0\\])|%T([@YmdHMS+])|%([a-zA-Z%])/g,
      (all, escape?: string, time?: string, letter?: string) => {
        if (escape !== undefined) return { n: '\n', t: '\t', '0': '\0', '\\': '\\' }[escape] ?? all;
        if (time !== undefined)
          return time === '@'
            ? `${Math.floor((this.#p.epoch + stat.modifiedAt) / 1000)}.0000000000`
            : strftime(`%${time}`, dateOf(this.#p, stat.modifiedAt));
        return values[letter ?? ''] ?? all;
      },
    );
  }
}
