import { deepEqual, equal } from "node:assert/strict";
import { Reach } from "../hooks/testing/reach.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { type Got, Served } from "./testing/served.ts";

Deno.test("/health/ready is 503 while a shared log is out of reach, and 200 when it is back; reads go on", async () => {
  const log = new MemoryEventStorage(), reach = new Reach(log);
  await using server = await Served.start({ log: reach.storage });
  await server.define("post", { title: { type: "String" } });
  const until = async (status: number): Promise<Got> => {
    for (;;) {
      const got = await server.ask("/health/ready");
      if (got.status === status) return got;
    }
  };
  reach.isOut = true;
  // Wakes the follower, which finds that it cannot read.
  const [entry] = (await log.read(1, 1)).entries, { seq, ...draft } = entry!;
  const id = crypto.randomUUID(), json = draft.json.replaceAll(draft.id, id).replaceAll(`[${seq},${seq}]`, "[2,2]");
  await log.append(1, [{ ...draft, id, json: json.replaceAll('"post"', '"page"') }]);
  deepEqual((await until(503)).body["checks"], { event: "out of reach", model: "ok" });
  equal((await server.ask("/health/live")).status, 200);
  equal((await server.ask("/models/post")).status, 200);
  reach.isOut = false;
  await until(200);
  equal((await server.ask("/models/page?min-seq=2")).status, 200);
});
