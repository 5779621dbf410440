import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { showWaiting } from "./waiting.ts";

Deno.test("showWaiting() shows the time of a long task, and removes it at the end", async () => {
  const shown: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  const progress = (text: string) => {
    shown.push(text);
    resolve("done");
  };
  equal(await showWaiting({ progress }, promise, 1), "done");
  match(shown[0]!, /^waiting for the answer for 0 s; Ctrl\+C cancels$/);
  equal(shown.at(-1), "");
});

Deno.test("showWaiting() shows nothing of a task that ends before", async () => {
  const shown: string[] = [];
  const progress = (text: string) => void shown.push(text);
  equal(await showWaiting({ progress }, Promise.resolve(1)), 1);
  await rejects(showWaiting({ progress }, Promise.reject(new Error("no"))), /no/);
  deepEqual(shown, []);
});
