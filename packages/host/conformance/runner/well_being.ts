/**
 * Whether a driver still answers.
 *
 * @module
 */
import type { Layout } from "jsr:@fluxwire/wire@^0.1.0";
import type { Subject } from "./subject.ts";
import { runCheck } from "./run_check.ts";
import { Facts } from "./facts.ts";

/** Whether it answers a Hello in time. */
export async function isWell(
  subject: Subject,
  layout: Layout,
  { deadlineMs, signal }: { deadlineMs: number; signal: AbortSignal },
): Promise<boolean> {
  const { result } = await runCheck("", {
    section: "handshake",
    suite: "core",
    text: "It answers Hello",
    run: async (bench) => void await bench.greeted(),
  }, { subject, layout, facts: new Facts(), keeper: null, deadlineMs, signal });
  return result.verdict === "passed";
}
