import { ok, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { idMaker } from "./new_id.ts";

Deno.test("idMaker() makes UUIDs of version 7 with the time in front", () => {
  const clock = new ManualClock(0x0197_0000_0001);
  const id = idMaker(clock)();
  ok(/^01970000-0001-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), id);
});

Deno.test("idMaker() makes ids that increase within a millisecond, and when the clock goes back", () => {
  const clock = new ManualClock(1_000_000);
  const newId = idMaker(clock, (bytes) => bytes.fill(0xff));
  let last = newId();
  for (let made = 0; made < 10_000; made++) {
    const next = newId();
    ok(next > last, `${next} after ${last}`);
    last = next;
  }
  strictEqual(idMaker(new ManualClock(5), (bytes) => bytes.fill(0))(), "00000000-0005-7000-8000-000000000000");
});
