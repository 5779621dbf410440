/**
 * Removes from a database what checks left in it.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import { runCheck } from "./run_check.ts";
import type { Facts } from "./facts.ts";
import type { Subject } from "./subject.ts";

/** The time limit for the removal, in milliseconds. */
const DEADLINE_MS = 5_000;

/** Sends the removing requests on a session of their own; failures are ignored. */
export async function tidyUp(subject: Subject, layout: Layout, facts: Facts): Promise<void> {
  const { leftovers } = facts;
  if (leftovers.size === 0) return;
  await runCheck("", {
    section: "sessions",
    suite: "core",
    text: "The checks' objects are removed",
    run: async (bench) => {
      const end = await bench.freshSession();
      for (const body of leftovers) await end.ask(body);
    },
  }, { subject, layout, facts, keeper: null, deadlineMs: DEADLINE_MS, signal: new AbortController().signal });
  leftovers.clear();
}
