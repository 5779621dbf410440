import { equal, rejects } from "node:assert/strict";
import { encodeFrame, memoryPair } from "@fluxwire/transport";
import { connectThrough } from "../connect.ts";
import { Traffic } from "./traffic.ts";

Deno.test("Traffic counts the bytes and calls of a connection, failures apart", async () => {
  const traffic = new Traffic();
  const garbage = encodeFrame(Uint8Array.of(9, 9, 9));
  let requestBytes = 0;
  const dial = () => {
    const [there, here] = memoryPair();
    const serve = async () => {
      requestBytes = (await there.read())!.length;
      await there.write(garbage);
    };
    serve();
    return Promise.resolve(here);
  };
  const connecting = connectThrough(dial, { layout: "0.7.1", observer: traffic });
  await Promise.resolve();
  equal(traffic.waiting, 1);
  await rejects(connecting);
  equal(traffic.waiting, 0);
  equal(traffic.calls.count, 1);
  equal(traffic.calls.failures, 1);
  equal(traffic.receivedBytes, garbage.length);
  equal(traffic.sentBytes, requestBytes);
});
