/**
 * What a check is: an entry of a table, with its expectation and the checks that it needs.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import type { Bench } from "./runner/bench.ts";

/** A named set of checks. */
export type Suite = "core" | "full" | "strict" | "hostile";

/** Every suite. */
export const SUITES: readonly Suite[] = ["core", "full", "strict", "hostile"];

/** The suites that each one includes: what a driver must do, what a good one does, what Fluxwire's own drivers do. */
export const SUITES_OF: Readonly<Record<Suite, readonly Suite[]>> = {
  core: ["core"],
  full: ["core", "full"],
  strict: ["core", "full", "strict"],
  hostile: ["hostile"],
};

/** One check, as the tables contain it. */
export interface Check {
  /** The section of PROTOCOL.md, by its anchor. */
  section: string;
  /** The smallest suite that contains it. */
  suite: Suite;
  /** What it expects, in a sentence. */
  text: string;
  /**
   * The checks that must pass before it.
   *
   * @default {[]}
   */
  needs?: readonly string[];
  /**
   * The layouts that it applies to.
   *
   * @default {every layout}
   */
  layouts?: readonly Layout[];
  /**
   * How long it may take, in milliseconds, if it needs longer than others.
   *
   * @default {the deadline of the run}
   */
  deadlineMs?: number;
  /**
   * Whether it judges all others, and so runs after them.
   *
   * @default {false}
   */
  isLast?: boolean;
  /** Runs it. Throws `Violation` if the driver is wrong, `NotApplicable` if the check does not apply to it. */
  run(bench: Bench): Promise<void>;
}

/** Checks by their ids. */
export type CheckTable = Readonly<Record<string, Check>>;

/** The layouts whose hosts negotiate a version and hold drivers to it. */
export const SINCE_0_5: readonly Layout[] = ["0.5", "0.6", "0.7.0", "0.7.1", "0.8"];

/** The layouts whose hosts take audit events. */
export const SINCE_0_6: readonly Layout[] = ["0.6", "0.7.0", "0.7.1", "0.8"];
