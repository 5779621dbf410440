import { equal } from "node:assert/strict";
import { DeathWatch } from "./death_watch.ts";

Deno.test("DeathWatch.take() names what was run when the end was seen first", () => {
  const watch = new DeathWatch();
  watch.begin("a.one");
  watch.see();
  watch.end("a.one");
  watch.begin("a.two");
  watch.see();
  equal(watch.take(), "during a.one");
  watch.begin("a.three");
  watch.see();
  equal(watch.take(), "during a.two or a.three, right after a.one");
  watch.end("a.two");
  watch.end("a.three");
  equal(watch.take(), "right after a.three");
});

Deno.test("DeathWatch.forget() takes back what was no end", () => {
  const watch = new DeathWatch();
  watch.begin("a.one");
  watch.see();
  watch.end("a.one");
  watch.forget();
  watch.begin("a.two");
  equal(watch.take(), "during a.two, right after a.one");
});
