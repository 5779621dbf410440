/**
 * Drivers that fail to start, each in its own way, with the probe's expected report.
 *
 * @module
 */
import { ENDS } from "./broken_drivers/ends.ts";
import { FILES } from "./broken_drivers/files.ts";
import { HELLOS } from "./broken_drivers/hellos.ts";
import type { BrokenDriver } from "./broken_drivers/make.ts";

export type { BrokenDriver } from "./broken_drivers/make.ts";
export { SLOW_DRIVERS } from "./broken_drivers/slow.ts";

/** Drivers whose failure is found at once. */
export const QUICK_DRIVERS: readonly BrokenDriver[] = [...FILES, ...ENDS, ...HELLOS];
