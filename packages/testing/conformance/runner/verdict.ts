/**
 * What came of a check.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import type { Suite } from "../check.ts";
import type { FrameRecord } from "./recorder.ts";

/** How a check ended. */
export type Verdict = "passed" | "failed" | "skipped" | "blocked" | "expected-failure";

/** Every verdict, as summaries list them. */
export const VERDICTS: readonly Verdict[] = ["passed", "failed", "skipped", "blocked", "expected-failure"];

/** A check in one layout, and what came of it. */
export interface CheckResult {
  /** The check. */
  id: string;
  /** The section of PROTOCOL.md that it tests. */
  section: string;
  /** The suite that it belongs to. */
  suite: Suite;
  /** What it expects. */
  text: string;
  /** The layout that was spoken. */
  layout: Layout;
  /** How it ended. */
  verdict: Verdict;
  /** How long it took, in milliseconds. */
  ms: number;
  /** Why, where it did not pass. */
  message?: string;
  /** What was sent and received, secrets masked. */
  frames: readonly FrameRecord[];
  /** How many frames were left out of that. */
  omittedFrames: number;
}
