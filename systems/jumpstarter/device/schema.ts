/**
 * Schemas as values: what an argument of a method or a key of a configuration may be.
 *
 * @module
 */

/** A value that does not fit its schema: the place, and what is wrong with it. */
export class Misfit extends Error {
  /** The class's name. */
  override readonly name = "Misfit";

  /**
   * A misfit at a place.
   *
   * @param place Where in the value it is: `.files[0]`, empty for the value itself.
   * @param problem What was expected, and found.
   */
  constructor(readonly place: string, readonly problem: string) {
    super(`${place}: ${problem}`);
  }
}

/** What a schema is besides its check. */
export interface SchemaFacts {
  /** What a fitting value is called in errors and help. */
  readonly expected: string;
  /** Whether it may be left out. */
  readonly isOptional?: boolean;
  /** Whether it takes all further arguments. */
  readonly isRest?: boolean;
  /** Whether it lends the bytes of a client's file. */
  readonly resource?: "source" | "sink";
  /** What it is called in errors and help. */
  readonly argument?: string;
  /** The same as a JSON Schema. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** What a value may be. */
export class Schema<T> {
  /** For types only. */
  declare readonly type: T;
  /** What it is. */
  readonly facts: SchemaFacts;
  readonly #check: (value: unknown, place: string) => T;

  /** For this package: {@link t} makes schemas. */
  constructor(facts: SchemaFacts, check: (value: unknown, place: string) => T) {
    this.facts = facts;
    this.#check = check;
  }

  /**
   * Checks a value.
   *
   * @param place Where it is, for errors.
   * @throws {Misfit} if it does not fit.
   */
  check(value: unknown, place = ""): T {
    return this.#check(value, place);
  }

  /** The same with a name, which errors and help use for the argument. */
  as(name: string): Schema<T> {
    return new Schema({ ...this.facts, argument: name }, this.#check);
  }
}

/** The type of the values that fit a schema. */
export type TypeOf<S> = S extends Schema<infer T> ? T : never;

/** A short word for what a value is. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "object" : typeof value;
}

/** The misfit of a value. */
export function misfit(place: string, expected: string, value: unknown): Misfit {
  return new Misfit(place, `expected ${expected}, got ${value === undefined ? "nothing" : kindOf(value)}`);
}
