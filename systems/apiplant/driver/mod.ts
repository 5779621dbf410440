/**
 * What a storage driver or a native hook in TypeScript is made with: a program that a model server starts, or reaches at an address.
 *
 * @example A driver that keeps error records in memory
 * ```ts
 * import { equal } from "node:assert/strict";
 * import type { ErrorRecord } from "@fluxwire/apiplant";
 * import type { PluginDefinition } from "@fluxwire/apiplant/driver";
 *
 * const records: ErrorRecord[] = [];
 * const plugin: PluginDefinition = {
 *   name: "errors",
 *   version: "1.0.0",
 *   roles: ["error"],
 *   open: () => ({
 *     error: {
 *       log: (record) => void records.unshift(record),
 *       list: ({ max }) => records.slice(0, max),
 *       [Symbol.asyncDispose]: () => Promise.resolve(),
 *     },
 *   }),
 * };
 * equal(plugin.roles.length, 1);
 * // if (import.meta.main) await servePlugin(plugin);
 * ```
 *
 * @module
 */
export type { DriverStorages } from "./driver.ts";
export { AskError, type HookContext, type ListQuery, type NativeHook } from "./hook_context.ts";
export type { DriverRole } from "../remote/driver_info.ts";
export { type PluginDefinition, servePlugin } from "./serve_plugin.ts";
