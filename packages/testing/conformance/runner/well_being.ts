/**
 * Whether a driver still answers.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import type { Check } from "../check.ts";
import type { Subject } from "./subject.ts";
import { runCheck } from "./run_check.ts";
import { Facts } from "./facts.ts";

/** How to ask it. */
export interface AskOptions {
  /** How long the answer may take, in milliseconds. */
  deadlineMs: number;
  /** Aborts the run. */
  signal: AbortSignal;
}

/** Whether the driver answers a Hello in time. */
export function isWell(subject: Subject, layout: Layout, options: AskOptions): Promise<boolean> {
  return passes(subject, layout, options, async (bench) => void await bench.greeted());
}

/** Whether it serves two connections at once: upstream's driver host serves one after the other. */
export function servesSideBySide(subject: Subject, layout: Layout, options: AskOptions): Promise<boolean> {
  return passes(subject, layout, options, async (bench) => {
    await bench.greeted();
    await bench.greeted();
  });
}

async function passes(subject: Subject, layout: Layout, options: AskOptions, run: Check["run"]): Promise<boolean> {
  const check: Check = { section: "handshake", suite: "core", text: "It answers", run };
  const { result } = await runCheck("", check, { subject, layout, facts: new Facts(), keeper: null, ...options });
  return result.verdict === "passed";
}
