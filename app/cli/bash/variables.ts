/** What `declare` can say about a variable. */
export interface Attributes {
  exported?: boolean;
  readonly?: boolean;
  integer?: boolean;
  lower?: boolean;
  upper?: boolean;
  nameref?: boolean;
}

/** A variable: a text, a list by number, or a table by word. Declared without a value, it has none of them. */
export interface Variable extends Attributes {
  value?: string | undefined;
  list?: Map<number, string>;
  table?: Map<string, string>;
}

/** Computes variables that are asked for rather than kept: `$RANDOM`, `$SECONDS`. */
export type DynamicVariables = Readonly<
  Record<string, { readonly get: () => string; readonly set?: (value: string) => void }>
>;

/** A shell's variables: the global ones and, above them, the local ones of running functions. */
export class Variables {
  #frames: Map<string, Variable>[];
  #exported: ReadonlyMap<string, string> | undefined;
  dynamic: DynamicVariables = {};

  constructor(frames: Map<string, Variable>[] = [new Map()]) {
    this.#frames = frames;
  }

  /** A copy that changes on its own, for a subshell. */
  fork(): Variables {
    return new Variables(this.#frames.map((frame) => new Map([...frame].map(([k, v]) => [k, copyOf(v)]))));
  }

  /** How deep in functions we are: 0 outside. */
  get depth(): number {
    return this.#frames.length - 1;
  }

  push(): void {
    this.#frames.push(new Map());
  }

  pop(): void {
    const frame = this.#frames.pop();
    if (frame && [...frame.values()].some((variable) => variable.exported)) this.#exported = undefined;
    if (frame?.has('PATH')) this.#exported = undefined;
  }

  /** The variable itself, name references followed. */
  find(name: string): Variable | undefined {
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      const variable = this.#frames[index]?.get(name);
      if (!variable) continue;
      if (variable.nameref === true && variable.value !== undefined && variable.value !== name)
        return this.find(variable.value);
      return variable;
    }
    return undefined;
  }

  /** The name that a name reference leads to. */
  target(name: string): string {
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      const variable = this.#frames[index]?.get(name);
      if (!variable) continue;
      return variable.nameref === true && variable.value ? this.target(variable.value) : name;
    }
    return name;
  }

  /** The text of `$name`: of a list its element 0. */
  get(name: string): string | undefined {
    const dynamic = this.dynamic[name];
    if (dynamic) return dynamic.get();
    const variable = this.find(name);
    return variable && scalarOf(variable);
  }

  /** The variable to write to: the innermost one of that name, a new global one otherwise. */
  own(name: string): Variable {
    const target = this.target(name);
    this.#exported = undefined;
    const known = this.find(target);
    if (known) return known;
    const made: Variable = {};
    this.#frames[0]?.set(target, made);
    return made;
  }

  /** A variable of the running function, hiding outer ones. */
  local(name: string): Variable {
    const frame = this.#frames.at(-1);
    const known = frame?.get(name);
    if (known) return known;
    const outer = this.find(name);
    const made: Variable = outer?.exported === true ? { exported: true } : {};
    frame?.set(name, made);
    this.#exported = undefined;
    return made;
  }

  set(name: string, value: string): void {
    const dynamic = this.dynamic[name];
    if (dynamic) {
      dynamic.set?.(value);
      return;
    }
    const variable = this.own(name);
    if (variable.list) variable.list.set(0, value);
    else if (variable.table) variable.table.set('0', value);
    else variable.value = value;
  }

  setList(name: string, values: readonly string[]): void {
    const variable = this.own(name);
    delete variable.value;
    delete variable.table;
    variable.list = new Map(values.map((value, index) => [index, value]));
  }

  unset(name: string): void {
    this.#exported = undefined;
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      if (this.#frames[index]?.delete(name) === true) return;
    }
  }

  /** Names of all variables that are set or declared, sorted. */
  names(prefix = ''): readonly string[] {
    const names = new Set(this.#frames.flatMap((frame) => [...frame.keys()]));
    for (const name of Object.keys(this.dynamic)) names.add(name);
    return [...names].filter((name) => name.startsWith(prefix)).toSorted();
  }

  /** Names of the running function's own variables. */
  localNames(): readonly string[] {
    return this.depth === 0 ? [] : [...(this.#frames.at(-1)?.keys() ?? [])].toSorted();
  }

  /** The environment of a child: every exported variable that has a text. */
  environment(): ReadonlyMap<string, string> {
    if (this.#exported) return this.#exported;
    const environment = new Map<string, string>();
    for (const frame of this.#frames) {
      for (const [name, variable] of frame) {
        const value = variable.exported === true ? scalarOf(variable) : undefined;
        if (value !== undefined) environment.set(name, value);
      }
    }
    this.#exported = environment;
    return environment;
  }

  /** Forgets the prepared environment after an attribute was changed in place. */
  touched(): void {
    this.#exported = undefined;
  }
}

/** The text of a variable used without an index. */
export function scalarOf(variable: Variable): string | undefined {
  if (variable.list) return variable.list.get(0);
  if (variable.table) return variable.table.get('0');
  return variable.value;
}

/** All values of a list or table, in the order in which the shell gives them. */
export function valuesOf(variable: Variable | undefined): readonly string[] {
  if (!variable) return [];
  if (variable.list) return sortedList(variable.list).map(([, value]) => value);
  if (variable.table) return [...variable.table.values()];
  return variable.value === undefined ? [] : [variable.value];
}

/** All indices of a list or keys of a table. */
export function keysOf(variable: Variable | undefined): readonly string[] {
  if (!variable) return [];
  if (variable.list) return sortedList(variable.list).map(([index]) => String(index));
  if (variable.table) return [...variable.table.keys()];
  return variable.value === undefined ? [] : ['0'];
}

/** The elements of a list in order of their numbers. */
export function sortedList(list: ReadonlyMap<number, string>): readonly (readonly [number, string])[] {
  return [...list].toSorted(([a], [b]) => a - b);
}

function copyOf(variable: Variable): Variable {
  const copy: Variable = { ...variable };
  if (variable.list) copy.list = new Map(variable.list);
  if (variable.table) copy.table = new Map(variable.table);
  return copy;
}
