/**
 * What a check is: a line of a table, with what it expects of a driver and what it needs to find out.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import type { Bench } from "./runner/bench.ts";

/** A set of checks that somebody asks for. */
export type Suite = "core" | "full" | "strict" | "hostile";

/** Every suite. */
export const SUITES: readonly Suite[] = ["core", "full", "strict", "hostile"];

/** The suites whose checks each one runs: what a driver must do, what a good one does, what PROTOCOL.md asks of ours. */
export const SUITES_OF: Readonly<Record<Suite, readonly Suite[]>> = {
  core: ["core"],
  full: ["core", "full"],
  strict: ["core", "full", "strict"],
  hostile: ["hostile"],
};

/** One check, as the tables have it. */
export interface Check {
  /** The section of PROTOCOL.md, by its anchor. */
  section: string;
  /** The least suite that it belongs to. */
  suite: Suite;
  /** What it expects, in a sentence. */
  text: string;
  /**
   * The checks that must have passed before.
   *
   * @default {[]}
   */
  needs?: readonly string[];
  /**
   * The layouts that it makes sense in.
   *
   * @default {every layout}
   */
  layouts?: readonly Layout[];
  /**
   * How long it may take, in milliseconds, where that is more than others.
   *
   * @default {the deadline of the run}
   */
  deadlineMs?: number;
  /**
   * Whether it looks back on all others, and is run when they have ended.
   *
   * @default {false}
   */
  isLast?: boolean;
  /** Does it. Throws `Violation` for what the driver does wrong, `NotApplicable` for what it need not do. */
  run(bench: Bench): Promise<void>;
}

/** Checks by their ids. */
export type CheckTable = Readonly<Record<string, Check>>;

/** The layouts whose hosts settle a version and hold drivers to it. */
export const SINCE_0_5: readonly Layout[] = ["0.5", "0.6", "0.7.0", "0.7.1", "0.8"];

/** The layouts whose hosts take audit events. */
export const SINCE_0_6: readonly Layout[] = ["0.6", "0.7.0", "0.7.1", "0.8"];
