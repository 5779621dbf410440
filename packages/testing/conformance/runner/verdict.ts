/**
 * The result of a check.
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

/** The result of a check in one layout. */
export interface CheckResult {
  /** The check's id. */
  id: string;
  /** The section of PROTOCOL.md that it tests. */
  section: string;
  /** Its suite. */
  suite: Suite;
  /** What it expects, in a sentence. */
  text: string;
  /** The layout of its connections. */
  layout: Layout;
  /** How it ended. */
  verdict: Verdict;
  /** How long it took, in milliseconds. */
  ms: number;
  /** Why it did not pass. */
  message?: string;
  /** The frames sent and received, with secrets masked. */
  frames: readonly FrameRecord[];
  /** How many frames were not kept. */
  omittedFrames: number;
}
