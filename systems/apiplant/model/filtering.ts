/** Which instances a filter and a search have, the same for every model storage. */
import { equalJson } from "../json/equal.ts";
import type { Json } from "../json/json.ts";
import type { ModelDefinition } from "./definition.ts";
import type { Instance } from "./instance.ts";
import type { Filter, Operator } from "./query.ts";
import { comparatorOf, type Compare, typeOf, valueOf } from "./sorting.ts";

/** Whether an instance belongs to a list. */
export type Test = (instance: Instance) => boolean;

/**
 * A filter as a function. A field without a value is null: it equals null alone, and no order or text matches it, so `ne`
 * and `nin` have it.
 */
export function compileFilter(model: ModelDefinition, filter: Filter | null): Test {
  if (filter === null) return () => true;
  if ("and" in filter) {
    const tests = filter.and.map((one) => compileFilter(model, one));
    return (instance) => tests.every((test) => test(instance));
  }
  if ("or" in filter) {
    const tests = filter.or.map((one) => compileFilter(model, one));
    return (instance) => tests.some((test) => test(instance));
  }
  if ("not" in filter) {
    const test = compileFilter(model, filter.not);
    return (instance) => !test(instance);
  }
  const { field, op, value } = filter;
  const test = OPERATORS[op](value, comparatorOf(typeOf(model, field)));
  return (instance) => test(valueOf(instance, field));
}

type Make = (wanted: Json, compare: Compare<Json>) => (value: Json) => boolean;

const equals: Make = (wanted, compare) => {
  if (typeof wanted === "string") return (value) => value === wanted;
  if (typeof wanted === "object" && wanted !== null) return (value) => equalJson(value, wanted);
  return (value) => compare(value, wanted) === 0;
};

const ordered = (fits: (order: number) => boolean): Make => (wanted, compare) => (value) => {
  return value !== null && wanted !== null && fits(compare(value, wanted));
};

const among: Make = (wanted, compare) => {
  const tests = (Array.isArray(wanted) ? wanted : [wanted]).map((one) => equals(one, compare));
  return (value) => tests.some((test) => test(value));
};

const negated = (make: Make): Make => (wanted, compare) => {
  const test = make(wanted, compare);
  return (value) => !test(value);
};

const OPERATORS: Readonly<Record<Operator, Make>> = {
  eq: equals,
  ne: negated(equals),
  lt: ordered((order) => order < 0),
  lte: ordered((order) => order <= 0),
  gt: ordered((order) => order > 0),
  gte: ordered((order) => order >= 0),
  in: among,
  nin: negated(among),
  contains: (wanted) => (value) => {
    if (Array.isArray(value)) return value.some((item) => equalJson(item, wanted));
    return typeof value === "string" && typeof wanted === "string" && value.includes(wanted);
  },
  starts: (wanted) => (value) => typeof value === "string" && typeof wanted === "string" && value.startsWith(wanted),
  null: (wanted) => (value) => (value === null) === (wanted !== false),
};

/** Each word must stand in one of the fields, in any case; without words all instances match. */
export function compileSearch(words: readonly string[], fields: readonly string[]): Test {
  const wanted = words.map((word) => word.toLowerCase());
  if (wanted.length === 0) return () => true;
  return (instance) => {
    const texts = fields.map((field) => valueOf(instance, field)).filter((value) => typeof value === "string");
    const lower = texts.map((text) => text.toLowerCase());
    return wanted.every((word) => lower.some((text) => text.includes(word)));
  };
}
