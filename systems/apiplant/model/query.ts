/** What lists ask for. */
import type { Json } from "../json/json.ts";

/** How a field is compared with a value. */
export type Operator = "eq" | "ne" | "lt" | "lte" | "gt" | "gte" | "in" | "nin" | "contains" | "starts" | "null";

/** Which instances a list has. */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly field: string; readonly op: Operator; readonly value: Json };

/** A field that a list is sorted by. `id` is always the last key. */
export interface SortKey {
  /** The field's name, or `id`, `revision`, `modelVersion`, `createdAt`, `updatedAt`. */
  readonly field: string;
  /** Whether the greatest comes first. Null is less than any value. */
  readonly descending: boolean;
}

/** A question to a model storage. */
export interface Query {
  /** Which instances; `null` is all. */
  readonly filter: Filter | null;
  /** Words of which each must stand in one of `searchFields`, in any case. */
  readonly search: readonly string[];
  /** The names of fields that are searched. */
  readonly searchFields: readonly string[];
  /** The keys of the order; none is by `id`. */
  readonly sort: readonly SortKey[];
  /** The values of the sort keys, `id` last, of the instance that the list goes on behind. */
  readonly after: readonly Json[] | null;
  /** How many instances of the list are left out at its start. */
  readonly offset: number;
  /** How many instances the page has at most. */
  readonly limit: number;
  /** Whether the number of all instances that match is asked for. */
  readonly total: boolean;
}
