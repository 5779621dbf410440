/**
 * What every storage of a role must do, as tests for storages of your own.
 *
 * @example An error storage, in memory
 * ```ts
 * import type { ErrorRecord } from "@fluxwire/apiplant";
 * import { ERROR_STORAGE_CASES } from "@fluxwire/apiplant/testing";
 *
 * const make = () => {
 *   const records: ErrorRecord[] = [];
 *   const storage = {
 *     log: (record: ErrorRecord) => void records.unshift(record),
 *     list: ({ max }: { max: number }) => records.slice(0, max),
 *     [Symbol.asyncDispose]: () => Promise.resolve(),
 *   };
 *   return Promise.resolve({ storage, [Symbol.asyncDispose]: storage[Symbol.asyncDispose] });
 * };
 * await ERROR_STORAGE_CASES.find(({ name }) => name.includes("a hook"))?.run(make).catch(() => "it has no filters");
 * // testConformance("mine", ERROR_STORAGE_CASES, make, ["reopen"]);
 * ```
 *
 * @module
 */
export { type ConformanceCase, type Offer, testConformance } from "../storage/conformance/conformance.ts";
export { ERROR_STORAGE_CASES, type ErrorsUnderTest, type MakeErrors } from "../storage/conformance/error_storage.ts";
export { EVENT_STORAGE_CASES, type LogUnderTest, type MakeLog } from "../storage/conformance/event_storage.ts";
export { type MakeModels, MODEL_STORAGE_CASES, type ModelsUnderTest } from "../storage/conformance/model_storage.ts";
export {
  type MakeSecrets,
  type SecretsUnderTest,
  SECURE_STORAGE_CASES,
} from "../storage/conformance/secure_storage.ts";
export type * from "../mod.ts";
