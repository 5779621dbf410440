import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { StateUpdateSchema } from "../generated/nx/driver/v1/driver_pb.ts";
import { create } from "../protobuf.ts";
import { Publisher } from "./publisher.ts";
import type { PublishRecord, Sink } from "./record.ts";

const RECORD: PublishRecord = { call: "PublishState", message: create(StateUpdateSchema, { deviceId: "a" }) };

/** Counts what it takes. */
function sink(name: string, error: Error | null = null): Sink & { taken: number } {
  return {
    name,
    taken: 0,
    publish() {
      if (error !== null) return Promise.reject(error);
      this.taken++;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

Deno.test("Publisher.publish() gives a record to every sink, and names those that have failed", async () => {
  const [good, bad] = [sink("file"), sink("core", new Error("it is away"))];
  const publisher = new Publisher([bad, good]);
  await rejects(publisher.publish(RECORD), {
    name: "SinkError",
    message: "Cannot publish PublishState to core: it is away",
  });
  strictEqual(good.taken, 1);
  strictEqual(publisher.failures, 1);
  const well = new Publisher([good]);
  await well.publish(RECORD);
  deepStrictEqual([...well.published], [["PublishState", 1]]);
});

Deno.test("Publisher.publish() takes everything without a sink", async () => {
  const publisher = new Publisher([]);
  await publisher.publish(RECORD);
  deepStrictEqual([...publisher.published], [["PublishState", 1]]);
});
