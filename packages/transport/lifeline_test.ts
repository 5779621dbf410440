import { deepStrictEqual } from "node:assert/strict";
import { lifelineEnd } from "./lifeline.ts";

/** Standard input that gives these reads, then its end. */
function stdin(...reads: (number | Error)[]) {
  return {
    read: () => {
      const next = reads.shift();
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next ?? null);
    },
  };
}

const no = () => Promise.resolve(false), yes = () => Promise.resolve(true);

Deno.test("lifelineEnd() resolves at the end of a pipe, also of a broken one, and ignores what is in it", async () => {
  const reads = [3, 64];
  await lifelineEnd(stdin(...reads), no);
  await lifelineEnd(stdin(new Error("broken")), no);
});

Deno.test("lifelineEnd() does not ask what standard input is once a byte came from it", async () => {
  await lifelineEnd(stdin(1), () => Promise.reject(new Error("It was asked")));
});

Deno.test("lifelineEnd() never resolves where standard input is a device", async () => {
  const asked = Promise.withResolvers<void>();
  let hasEnded = false;
  lifelineEnd(stdin(), () => {
    asked.resolve();
    return yes();
  }).then(() => hasEnded = true);
  await asked.promise;
  await new Promise((resolve) => setTimeout(resolve));
  deepStrictEqual(hasEnded, false);
});
