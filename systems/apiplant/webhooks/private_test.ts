import { deepStrictEqual, equal, match } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Served } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";
import { isPrivateAddress } from "../hooks/broker/private_address.ts";
import { Receiver } from "./testing/receiver.ts";

const PRIVATE = [
  "http://127.0.0.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://10.0.0.1:8080/",
  "http://169.254.169.254/latest/meta-data",
  "http://192.168.0.1/",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:a00:1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[fd00::1]/",
  "http://0.0.0.0/",
];

Deno.test("a webhook with a private address is refused in any notation", async () => {
  await using server = await Served.start();
  for (const url of PRIVATE) {
    const { status, body: { error } } = await server.ask("/webhooks", { body: { url } });
    deepStrictEqual([status, (error!.details as JsonObject[])[0]!.path], [422, "/url"], url);
    match(String(error!.message), /allow-private/);
  }
  equal((await server.ask("/webhooks", { body: { url: "http://93.184.216.34/" } })).status, 201);
});

/** Sends the creation of an instance to a host that resolves to these addresses, one after the other; gives how many attempts failed. */
async function failuresOf(receiver: Receiver, answers: readonly (readonly string[])[]): Promise<number> {
  const clock = new ManualClock(Date.now()), asked: string[] = [];
  await using server = await Served.start({
    clock,
    webhooks: {
      addressesOf: (host) => {
        asked.push(host);
        return Promise.resolve(answers[asked.length - 1] ?? answers.at(-1)!);
      },
      // The receiver's address stands for a public one.
      isPrivate: (address) => address !== "127.0.0.1" && isPrivateAddress(address),
    },
  });
  await server.define("post", {}, { idKind: "any" });
  const { body: { id } } = await server.ask("/webhooks", { body: { url: `http://hooks.example:${receiver.port}/` } });
  await server.create("post", { id: "a" });
  const failed = async () => Number(/attempts_failed_total (\d+)/.exec((await server.ask("/admin/metrics")).text)?.[1]);
  for (let count = 1; count <= answers.length; count++) {
    if (count < answers.length) await receiver.take(500);
    while (await failed() < count);
    if (count < answers.length) clock.advance(5_000);
  }
  await server.ask(`/webhooks/${id}`, { method: "PATCH", body: { enabled: false } });
  equal(asked.length, answers.length);
  return await failed();
}

Deno.test("a name that resolves to a private address gets no message, also if another address of it is public", async () => {
  await using receiver = new Receiver();
  for (const addresses of [["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["::ffff:10.0.0.1"], ["::1"], ["fe80::1"]]) {
    equal(await failuresOf(receiver, [addresses]), 1, addresses.join());
  }
  equal(receiver.count, 0);
});

Deno.test("a name is resolved once for each attempt, and what it resolves to then is checked then", async () => {
  await using receiver = new Receiver();
  equal(await failuresOf(receiver, [["127.0.0.1"], ["127.0.0.2"]]), 2);
  equal(receiver.count, 1);
});
