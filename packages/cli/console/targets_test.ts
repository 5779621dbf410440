import { deepStrictEqual, throws } from "node:assert/strict";
import { probeLine } from "../command/testing/probe_line.ts";
import { targetOf } from "../driver/target.ts";
import { FLUXWIRE } from "../parts/fluxwire.ts";
import { targetsOf } from "./targets.ts";

function targets(...args: string[]): unknown[] {
  return targetsOf(probeLine(["console", ...args], FLUXWIRE)).map((line) => {
    const { kind, socketId } = targetOf(line, "fresh.sock");
    return [kind, socketId, line.all("env")];
  });
}

Deno.test("targetsOf() gives each driver of a command line its own, in order, and --env to those that are started", () => {
  deepStrictEqual(targets(), []);
  deepStrictEqual(targets("--socket", "a.sock", "--socket", "b.sock", "--env", "X"), [
    ["running", "a.sock", ["X"]],
    ["running", "b.sock", ["X"]],
  ]);
  deepStrictEqual(
    targets("--socket", "a.sock", "--service", "s.sock", "--config", "c.json", "--env", "X", "--", "driver"),
    [["running", "a.sock", []], ["service", "s.sock", ["X"]], ["command", "fresh.sock", ["X"]]],
  );
});

Deno.test("targetsOf() leaves wrong usage to be refused", () => {
  throws(() => targets("--config", "c.json"), /Cannot use --config c\.json alone/);
});
