import { strictEqual } from "node:assert/strict";
import {
  EndSessionRequestSchema,
  GetStatusRequestSchema,
  ResetRequestSchema,
} from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create, EmptySchema } from "../protobuf.ts";
import { EXPORTER } from "../wire/services.ts";
import { prober } from "./testing/devices.ts";
import { Bench, failure } from "./testing/raw_client.ts";

/** A method that no exporter has. */
const UNKNOWN = { ...EXPORTER, methods: { other: { ...EXPORTER.methods.getReport, name: "Other" } } };
const KEY = "x-jumpstarter-passphrase";

Deno.test("guardOf() refuses every call without the passphrase, and with another", async () => {
  for (const metadata of [undefined, { [KEY]: "wrong" }, { [KEY]: "secret " }]) {
    await using bench = await Bench.of({ prober: prober() }, { passphrase: "secret", metadata });
    const client = bench.channel.client(EXPORTER), empty = create(EmptySchema);
    const answers = [
      client.getReport(empty),
      client.getStatus(create(GetStatusRequestSchema)),
      client.reset(create(ResetRequestSchema)),
      client.endSession(create(EndSessionRequestSchema)),
      client.logStream(empty).next(),
      bench.call("prober", "same", 1),
      bench.callOf("no uuid", "none"),
      bench.items("prober", "count", 1).next(),
      bench.bytes("prober").next(),
      bench.channel.client(UNKNOWN).other(empty),
    ];
    for (const answer of answers) {
      strictEqual((await failure(answer)).message, "UNAUTHENTICATED: invalid or missing passphrase");
    }
  }
});

Deno.test("guardOf() lets calls with the passphrase pass", async () => {
  await using bench = await Bench.of({ prober: prober() }, { passphrase: "a secret", metadata: { [KEY]: "a secret" } });
  strictEqual(await bench.call("prober", "same", 1), 1);
});
