import { deepEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Progress } from "./progress.ts";

function shown(isTerminal: boolean): string[] {
  const clock = new ManualClock();
  const written: string[] = [];
  const sink = {
    isTerminal: () => isTerminal,
    writeSync: (bytes: Uint8Array) => written.push(new TextDecoder().decode(bytes)),
  };
  const tally = { answered: 0, failed: 0 };
  {
    using progress = new Progress(sink, clock);
    progress.begin("SELECT\n1", tally, 2_000);
    Object.assign(tally, { answered: 70, failed: 2 });
    clock.advance(1_000);
  }
  deepEqual(clock.timers.size, 0);
  return written.map((text) => text.replaceAll("\r\x1b[K", "<clear>"));
}

Deno.test("Progress updates its line on a terminal, and clears it", () => {
  deepEqual(shown(true), [
    "<clear>SELECT 1: 0 s of 2 s, 0 answers",
    "<clear>SELECT 1: 0 s of 2 s, 70 answers, 2 failed",
    "<clear>SELECT 1: 1 s of 2 s, 70 answers, 2 failed",
    "<clear>",
  ]);
});

Deno.test("Progress writes nothing if there is no terminal", () => {
  deepEqual(shown(false), []);
});
