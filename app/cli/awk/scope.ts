import { AwkArray } from './array.ts';
import { UNSET, type Value } from './value.ts';

/** A variable's place: a value, an array once it is used as one, or nothing yet. */
export interface Cell {
  value: Value;
  array: AwkArray | undefined;
  /** Of a parameter that was given an unset variable: becoming an array, it makes that one an array too. */
  origin: Cell | undefined;
}

/** An empty place. */
export function newCell(value: Value = UNSET): Cell {
  return { value, array: undefined, origin: undefined };
}

/** The array of a place, made at first use. */
export function arrayOf(cell: Cell): AwkArray {
  cell.array ??= cell.origin ? arrayOf(cell.origin) : new AwkArray();
  return cell.array;
}

/** Variables: the program's, and those of the function that runs. */
export class Scope {
  readonly globals = new Map<string, Cell>();
  #locals: ReadonlyMap<string, Cell> | undefined;

  cell(name: string): Cell {
    const local = this.#locals?.get(name);
    if (local) return local;
    let cell = this.globals.get(name);
    if (!cell) {
      cell = newCell();
      this.globals.set(name, cell);
    }
    return cell;
  }

  /** Replaces the locals and gives back those before. */
  enter(locals: ReadonlyMap<string, Cell> | undefined): ReadonlyMap<string, Cell> | undefined {
    const before = this.#locals;
    this.#locals = locals;
    return before;
  }
}
