/**
 * Rounds of every kind, as tests.
 *
 * @module
 */
import { KINDS } from "./kinds.ts";
import { round } from "./round.ts";

/** Declares a test for each kind, with so many successive rounds; several rounds print their times. */
export function testRounds(count: number): void {
  for (const kind of KINDS) {
    Deno.test({
      name: `kill -9 of its host leaves nothing of ${kind.name}, ${count === 1 ? "once" : `${count} times`}`,
      ignore: Deno.build.os !== "linux",
      fn: async () => {
        const times: number[] = [];
        while (times.length < count) times.push(await round(kind));
        times.sort((a, b) => a - b);
        const [half, last] = [times[count >> 1]!, times[count - 1]!].map((ms) => ms.toFixed(0));
        if (count > 1) console.log(`${kind.name}: gone after ${half} ms (p50), ${last} ms at most`);
      },
    });
  }
}
