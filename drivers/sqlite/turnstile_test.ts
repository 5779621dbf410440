import { deepStrictEqual, rejects } from "node:assert/strict";
import { Turnstile } from "./turnstile.ts";

Deno.test("Turnstile.pass() lets so many in at once, in their order, also after one has failed", async () => {
  const turnstile = new Turnstile(2);
  const events: string[] = [];
  const leave = ["a", "b", "c", "d"].map(() => Promise.withResolvers<void>());
  const passes = ["a", "b", "c", "d"].map((name, i) =>
    turnstile.pass(async () => {
      events.push(`${name} in`);
      await leave[i]!.promise;
      events.push(`${name} out`);
      return name;
    })
  );
  leave[1]!.reject(new Error("b fell"));
  await rejects(passes[1]!, { message: "b fell" });
  leave[2]!.resolve();
  deepStrictEqual(await passes[2], "c");
  leave[0]!.resolve();
  leave[3]!.resolve();
  deepStrictEqual([await passes[0], await passes[3]], ["a", "d"]);
  deepStrictEqual(events.slice(0, 5), ["a in", "b in", "c in", "c out", "d in"]);
  deepStrictEqual(await turnstile.pass(() => Promise.resolve("e")), "e");
});
