/**
 * The suite for drivers of SQL databases: names, keys, writes, results, cancels and generated text, run against the
 * driver's own database.
 *
 * @example In the tests of a driver
 * ```ts ignore
 * import { SQL_CHECKS } from "@fluxwire/testing/sql";
 * import { subject } from "./testing/sql_subject.ts";
 *
 * for (const check of SQL_CHECKS.filter((one) => one.applies?.(subject) ?? true)) {
 *   Deno.test(check.name, () => check.run(subject));
 * }
 * ```
 *
 * @module
 */
import { GENERATOR_CHECKS } from "./generators.ts";
import { NAME_CHECKS } from "./names.ts";
import type { SqlCheck } from "./subject.ts";
import { WRITE_CHECKS } from "./writes.ts";

export { Violation } from "../conformance/runner/violation.ts";
export type { DamagedText, MadeTable, OpenedSql, PlantedNames, SqlCheck, SqlSubject } from "./subject.ts";

/** The checks, in their order. */
export const SQL_CHECKS: readonly SqlCheck[] = [...NAME_CHECKS, ...WRITE_CHECKS, ...GENERATOR_CHECKS];
