/**
 * The verb as a process of its own, and drivers for it.
 *
 * @module
 */
import { deepEqual } from "node:assert/strict";
import type { DriverRequestEnvelope, DriverResponseBody, Layout } from "@fluxwire/wire";
import { pathOf } from "../../../../../tests/e2e/running_driver.ts";
import { probeJson } from "../../../../../tests/e2e/run_probe.ts";
import { answer, HELLO, type Reaction, ScriptedSocket } from "../../../../../tests/e2e/scripted_socket.ts";
import { schemaOf, violations } from "../../../../../tests/schemas/schema.ts";

/** The mock driver's module. */
export const MOCK: string = pathOf("packages/mock-driver/main.ts");
/** Options for a bench of which only the shape counts. */
export const BRIEFLY: readonly string[] = ["--duration", "300", "--warm-up", "100"];
/** The answer to a ping. */
export const PONG: DriverResponseBody = { type: "Pong" };

/** What the verb prints. */
// deno-lint-ignore no-explicit-any
export type Document = any;

/** Runs the verb with `--json`, and holds what it prints against its schema. */
export async function bench(...args: string[]): Promise<{ code: number; json: Document }> {
  const run = await probeJson(["bench", ...args]);
  deepEqual(violations(run.json, await schemaOf(run.json.error === undefined ? "bench" : "failure")), []);
  return run;
}

/** A command for the mock driver, to stand behind `--`. */
export function mock(...args: string[]): string[] {
  return ["--", Deno.execPath(), "run", "--no-prompt", "-A", MOCK, "--scenario", "full", ...args];
}

/** A driver that answers Hello, and then reacts as the test defines. */
export function scripted(
  react: (request: DriverRequestEnvelope, layout: Layout) => Reaction,
): Promise<ScriptedSocket> {
  return ScriptedSocket.open((request, layout) =>
    request.body.type === "Hello" ? answer(request, layout, HELLO) : react(request, layout)
  );
}
