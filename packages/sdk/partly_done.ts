/**
 * What a text of several statements did before one of them was ended.
 *
 * @module
 */
import { DriverError } from "./errors.ts";

/**
 * The error of a text that was ended after some of its statements, for a call that was ended from outside: the SDK puts
 * why before it.
 *
 * @param done The statements that were carried out: how many, or their names.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { partlyDone } from "@fluxwire/sdk";
 *
 * strictEqual(partlyDone(2).message, "the first 2 statements of the text were carried out");
 * ```
 */
export function partlyDone(done: number | readonly string[]): DriverError {
  const names = typeof done === "number" ? `the first ${done} statements` : done.join(", ");
  const text = done === 1 ? "the first statement of the text was" : `${names} of the text were`;
  return new DriverError("Driver", `${text} carried out`, { mayBeDone: true });
}
