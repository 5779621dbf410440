/** What a type of fields is: a row of the table in `field_types.ts`. */
import type { Json, JsonObject } from "../../json/json.ts";
import type { Field } from "../definition.ts";
import type { Faults } from "../problem.ts";

/** A member of a field that only some types have. */
export type TypeMember = "min" | "max" | "pattern" | "enum" | "schema" | "model" | "onDelete" | "of" | "types";

/** How values of a type are put in order; null is before all. */
export type Order = "booleans" | "numbers" | "code points" | "addresses";

/** Checks a value that is not null: returns it as it is stored, or what is wrong. */
export type Check = (value: Json) => Json | Faults;

/** One type. */
export interface TypeRow {
  /** Members besides those that every field may have. */
  readonly members: readonly TypeMember[];
  /** `null` if lists cannot be sorted by it, nor filtered by less and greater. */
  readonly order: Order | null;
  /** Whether fields of it may be unique. */
  readonly unique: boolean;
  /** What `min` and `max` are: numbers of the type, or a count of characters, bytes or items. */
  readonly bounds: "values" | "counts" | null;
  compile(field: Field): Check;
  /** The JSON Schema of its values, as answers have them. */
  schema(field: Field): JsonObject;
}
