import type { VirtualMs } from '../../../base/brand.ts';
import { STDERR, STDIN, STDOUT } from '../../../linux/names.ts';
import type { Process, Sys } from '../../../linux/process/program.ts';
import type { RecipeLine, Rule } from './makefile.ts';
import type { Rules } from './read-makefile.ts';
import { stemOf } from './text-functions.ts';
import type { Automatic, Variables } from './variables.ts';

/** How make was asked to go about it. */
export interface BuildOptions {
  /** `make`, or `make[1]` inside another make. */
  readonly name: string;
  readonly level: number;
  readonly dryRun: boolean;
  readonly silent: boolean;
  readonly ignoreErrors: boolean;
  readonly keepGoing: boolean;
  readonly always: boolean;
}

/** What became of a target. `made`: its recipe ran, or one on its way did. */
type Outcome = 'current' | 'made' | 'failed';

/** What a target is made from. */
interface Plan {
  readonly prerequisites: readonly string[];
  readonly orderOnly: readonly string[];
  readonly recipe: readonly RecipeLine[] | undefined;
  readonly stem: string;
  /** Whether any rule names it. */
  readonly known: boolean;
}

/** Characters for which a line needs a shell; without them make starts the program itself. */
const SHELL_CHARS = /[#;"*?[\]&|<>(){}$`^~!=\\'\n]/;
const SHELL_WORDS =
  '. : break case cd continue eval exec exit export for if login logout read set shift times trap umask unset wait while'.split(
    ' ',
  );

/** From files with these endings make has rules of its own. */
const SOURCES = ['.o', '.c', '.cc', '.C', '.cpp', '.p', '.f', '.s', '.S', '.l', '.y', '.sh'];

/** Brings targets up to date: prerequisites first, then the recipe if one of them is younger. */
export class Build {
  readonly #p: Process;
  readonly #rules: Rules;
  readonly #variables: Variables;
  readonly #options: BuildOptions;
  readonly #done = new Map<string, Outcome>();
  readonly #underWay: string[] = [];
  failed = false;

  constructor(p: Process, rules: Rules, variables: Variables, options: BuildOptions) {
    this.#p = p;
    this.#rules = rules;
    this.#variables = variables;
    this.#options = options;
  }

  /** Makes one of the goals and says so when there was nothing to do. */
  *goal(target: string): Sys<boolean> {
    const outcome = yield* this.#make(target, undefined);
    if (outcome === 'current' && !this.#options.silent) {
      const hasRecipe = this.#plan(target).recipe !== undefined && !this.#rules.phony.has(target);
      yield* this.#p.print(
        hasRecipe
          ? `${this.#options.name}: '${target}' is up to date.\n`
          : `${this.#options.name}: Nothing to be done for '${target}'.\n`,
      );
    }
    return outcome !== 'failed';
  }

  *#make(target: string, parent: string | undefined): Sys<Outcome> {
    const known = this.#done.get(target);
    if (known) return known;
    this.#underWay.push(target);
    const outcome = yield* this.#work(target, parent);
    this.#underWay.pop();
    this.#done.set(target, outcome);
    if (outcome === 'failed') this.failed = true;
    return outcome;
  }

  *#work(target: string, parent: string | undefined): Sys<Outcome> {
    const plan = this.#plan(target);
    if (!plan.known && this.#timeOf(target) === undefined) return yield* this.#noRule(target, parent);
    let newer = false;
    const younger: string[] = [];
    const needed = [...plan.prerequisites, ...plan.orderOnly];
    for (const name of needed) {
      if (this.#underWay.includes(name)) {
        yield* this.#p.warn(`${this.#options.name}: Circular ${target} <- ${name} dependency dropped.\n`);
        continue;
      }
      const outcome = yield* this.#make(name, target);
      if (outcome === 'failed' && !this.#options.keepGoing) return 'failed';
      if (outcome === 'failed') newer = true;
      else if (!plan.orderOnly.includes(name) && (outcome === 'made' || this.#isYounger(name, target))) {
        newer = true;
        younger.push(name);
      }
    }
    if (needed.some((name) => this.#done.get(name) === 'failed')) {
      yield* this.#p.warn(`${this.#options.name}: Target '${target}' not remade because of errors.\n`);
      return 'failed';
    }
    const must =
      newer || this.#options.always || this.#rules.phony.has(target) || this.#timeOf(target) === undefined;
    if (!must) return 'current';
    if (!plan.recipe) return newer ? 'made' : 'current';
    return yield* this.#run(target, plan, younger);
  }

  *#noRule(target: string, parent: string | undefined): Sys<Outcome> {
    const source = SOURCES.find((ending) => this.#p.fs.exists(`${target}${ending}`));
    if (source !== undefined) {
      yield* this.#p.warn(`lintas: make's own rule for ${target}${source} is not simulated\n`);
      return 'failed';
    }
    const needed = parent === undefined ? '' : `, needed by '${parent}'`;
    const stops = this.#options.keepGoing ? '.' : '.  Stop.';
    yield* this.#p.warn(`${this.#options.name}: *** No rule to make target '${target}'${needed}${stops}\n`);
    return 'failed';
  }

  /** The rules of a target together; a pattern gives the recipe where no rule of its own has one. */
  #plan(target: string): Plan {
    const own = this.#rules.all.filter(({ targets }) => targets.includes(target));
    const pattern = own.some(({ recipe }) => recipe) ? undefined : this.#patternFor(target);
    const rules = pattern ? [...own, pattern.rule] : own;
    const filled = (names: readonly string[], rule: Rule): readonly string[] =>
      pattern?.rule === rule ? names.map((name) => name.replace('%', pattern.stem)) : names;
    return {
      prerequisites: rules.toReversed().flatMap((rule) => filled(rule.prerequisites, rule)),
      orderOnly: rules.flatMap((rule) => filled(rule.orderOnly, rule)),
      recipe: rules.findLast(({ recipe }) => recipe)?.recipe,
      stem: pattern?.stem ?? '',
      known: own.length > 0 || pattern !== undefined || this.#rules.phony.has(target),
    };
  }

  #patternFor(target: string): { readonly rule: Rule; readonly stem: string } | undefined {
    for (const rule of this.#rules.all) {
      if (!rule.recipe) continue;
      for (const pattern of rule.targets) {
        const stem = pattern.includes('%') ? stemOf(pattern, target) : undefined;
        if (stem === undefined) continue;
        const sources = rule.prerequisites.map((name) => name.replace('%', stem));
        const canBe = (name: string): boolean =>
          this.#timeOf(name) !== undefined || this.#rules.all.some(({ targets }) => targets.includes(name));
        if (sources.every(canBe)) return { rule, stem };
      }
    }
    return undefined;
  }

  #timeOf(name: string): VirtualMs | undefined {
    const stat = this.#p.fs.stat(name);
    return stat.ok ? stat.value.modifiedAt : undefined;
  }

  #isYounger(name: string, target: string): boolean {
    const [one, other] = [this.#timeOf(name), this.#timeOf(target)];
    return one !== undefined && other !== undefined && one > other;
  }

  *#run(
    target: string,
    { recipe = [], prerequisites, stem }: Plan,
    younger: readonly string[],
  ): Sys<Outcome> {
    const automatic: Automatic = new Map([
      ['@', target],
      ['<', prerequisites[0] ?? ''],
      ['^', [...new Set(prerequisites)].join(' ')],
      ['+', prerequisites.join(' ')],
      ['?', younger.join(' ')],
      ['*', stem],
    ]);
    let ran = false;
    for (const line of recipe) {
      this.#variables.place = `${line.file}:${line.number}`;
      const text = (yield* this.#variables.expand(line.text, automatic)).trimStart();
      if (this.#variables.fault) return 'failed';
      if (text === '') continue;
      ran = true;
      if (!(yield* this.#command(target, line, text))) return 'failed';
    }
    this.#variables.place = undefined;
    return ran ? 'made' : 'current';
  }

  *#command(target: string, line: RecipeLine, text: string): Sys<boolean> {
    const [prefix = ''] = /^[-@+\s]*/.exec(text) ?? [];
    const command = text.slice(prefix.length);
    const { dryRun, silent, ignoreErrors, name } = this.#options;
    if (dryRun || (!silent && !prefix.includes('@'))) yield* this.#p.print(`${command}\n`);
    if ((dryRun && !prefix.includes('+')) || command.trim() === '') return true;
    const code = yield* this.#spawn(command);
    if (code === 0) return true;
    const place = `[${line.file}:${line.number}: ${target}]`;
    if (prefix.includes('-') || ignoreErrors) {
      yield* this.#p.warn(`${name}: ${place} Error ${code} (ignored)\n`);
      return true;
    }
    yield* this.#p.warn(`${name}: *** ${place} Error ${code}\n`);
    return false;
  }

  *#spawn(command: string): Sys<number> {
    const words = command.trim().split(/\s+/);
    const direct = !SHELL_CHARS.test(command) && !SHELL_WORDS.includes(words[0] ?? '');
    const argv = direct ? words : ['/bin/sh', '-c', command];
    const env = yield* this.#variables.environment(this.#options.level);
    const spawned = this.#p.spawn(argv, { env, fds: new Map([STDIN, STDOUT, STDERR].map((fd) => [fd, fd])) });
    if (!spawned.ok) {
      yield* this.#p.warn(`${this.#options.name}: ${argv[0] ?? ''}: No such file or directory\n`);
      return 127;
    }
    const { code } = yield* this.#p.wait(spawned.value);
    return code;
  }
}
