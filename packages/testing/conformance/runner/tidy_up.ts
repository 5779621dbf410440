/**
 * Removes what checks have left in a database.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import { runCheck } from "./run_check.ts";
import type { Facts } from "./facts.ts";
import type { Subject } from "./subject.ts";

/** How long that may take, in milliseconds. */
const DEADLINE_MS = 5_000;

/** Sends the requests that remove it, on a session of its own; what fails is left. */
export async function tidyUp(subject: Subject, layout: Layout, facts: Facts): Promise<void> {
  const { leftovers } = facts;
  if (leftovers.size === 0) return;
  await runCheck("", {
    section: "sessions",
    suite: "core",
    text: "What was made is removed",
    run: async (bench) => {
      const end = await bench.freshSession();
      for (const body of leftovers) await end.ask(body);
    },
  }, { subject, layout, facts, keeper: null, deadlineMs: DEADLINE_MS, signal: new AbortController().signal });
  leftovers.clear();
}
