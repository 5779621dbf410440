import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { GrpcError, implement, serve } from "@fluxwire/grpc";
import { DeviceEventSchema, PublishedSchema, StateUpdateSchema } from "../generated/nx/driver/v1/driver_pb.ts";
import { create } from "../protobuf.ts";
import { PUBLISHER } from "../rpc/definitions.ts";
import { CoreSink } from "./core_sink.ts";
import type { PublishRecord } from "./record.ts";
import { MAX_WAITING_RECORDS, WaitingRecords } from "./waiting_records.ts";

const utf8 = new TextEncoder();

function state(deviceId: string, value: number): PublishRecord {
  return { call: "PublishState", message: create(StateUpdateSchema, { deviceId, state: utf8.encode(`${value}`) }) };
}

function event(type: string): PublishRecord {
  return { call: "PublishEvent", message: create(DeviceEventSchema, { deviceId: "a", type }) };
}

/** A core on a socket, and what it has got. */
async function core(path: string, got: string[]) {
  const done = create(PublishedSchema);
  return await serve({
    address: `unix:${path}`,
    services: [implement(PUBLISHER, {
      publishState: ({ deviceId, state }) => {
        got.push(`${deviceId} ${new TextDecoder().decode(state)}`);
        return done;
      },
      publishEvent: ({ type }) => {
        if (type === "bad") throw new GrpcError("INVALID_ARGUMENT", "no such event");
        got.push(type);
        return done;
      },
    })],
  });
}

Deno.test("WaitingRecords keeps the newest state, and events in order; the oldest leaves", () => {
  strictEqual(MAX_WAITING_RECORDS, 1_000);
  const waiting = new WaitingRecords();
  for (let i = 0; i < 1_001; i++) waiting.add(state("a", i));
  deepStrictEqual([waiting.size, waiting.dropped], [1, 0]);
  for (let i = 0; i < 1_000; i++) waiting.add(event(`${i}`));
  deepStrictEqual([waiting.size, waiting.dropped], [1_000, 1]);
  const first = waiting.first()!;
  strictEqual(first.call === "PublishEvent" && first.message.type, "0");
  waiting.remove(first);
  strictEqual(waiting.size, 999);
  const older = state("b", 1), newer = state("b", 2);
  waiting.add(older);
  waiting.add(newer);
  waiting.remove(older);
  strictEqual(waiting.size, 1_000);
});

Deno.test("CoreSink sends records in order, drops what the core refuses, and goes on when the core comes back", async () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/core.sock`, failures: string[] = [], got: string[] = [];
  const away = Promise.withResolvers<void>();
  const sink = new CoreSink(`unix:${path}`, (text) => {
    failures.push(text);
    away.resolve();
  });
  try {
    await sink.publish(event("first"));
    await away.promise;
    await sink.publish(state("a", 1));
    await sink.publish(event("bad"));
    await sink.publish(state("a", 2));
    await sink.publish(event("last"));
    const server = await core(path, got);
    while (!got.includes("last")) await new Promise((resolve) => setTimeout(resolve, 5));
    deepStrictEqual(got, ["first", "a 2", "last"]);
    strictEqual(failures.length, 2);
    strictEqual(failures[1], "the core refuses PublishEvent: INVALID_ARGUMENT: no such event");
    await sink[Symbol.asyncDispose]();
    await server.stop();
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("CoreSink sends a record again under the same key, and the next one under another", async () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/core.sock`, keys: unknown[] = [];
  const done = create(PublishedSchema), last = Promise.withResolvers<void>();
  await using _server = {
    grpc: await serve({
      address: `unix:${path}`,
      services: [implement(PUBLISHER, {
        publishEvent: ({ type }, { metadata }) => {
          keys.push(metadata.get("nx-idempotency-key"));
          if (keys.length === 1) throw new GrpcError("UNAVAILABLE", "the answer is lost");
          if (type === "b") last.resolve();
          return done;
        },
      })],
    }),
    async [Symbol.asyncDispose]() {
      await this.grpc.stop();
      Deno.removeSync(folder, { recursive: true });
    },
  };
  await using sink = new CoreSink(`unix:${path}`, () => {});
  await sink.publish(event("a"));
  await sink.publish(event("b"));
  await last.promise;
  strictEqual(keys.length, 3);
  strictEqual(keys[0], keys[1]);
  notStrictEqual(keys[1], keys[2]);
  match(String(keys[0]), /^[0-9a-f-]{36}$/);
});

Deno.test("CoreSink sends a record that comes in any step of the end of the one before", async () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/core.sock`, got: string[] = [];
  const server = await core(path, got);
  try {
    for (let steps = 0; steps < 30; steps++) {
      const published = Promise.withResolvers<void>();
      const next = async (): Promise<void> => {
        for (let step = 0; step < steps; step++) await null;
        await sink.publish(event(`${steps}`));
      };
      await using sink: CoreSink = new CoreSink(`unix:${path}`, () => published.resolve(next()));
      await sink.publish(event("bad"));
      await published.promise;
      while (!got.includes(`${steps}`)) await new Promise((resolve) => setTimeout(resolve, 1));
    }
  } finally {
    await server.stop();
    Deno.removeSync(folder, { recursive: true });
  }
});
