import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { decode, type DriverResponseBody, MalformedError, type MessageHeader } from "@fluxwire/wire";
import { Peer } from "@fluxwire/wire/server";
import { memoryPair } from "@fluxwire/transport";
import { DriverPeer } from "../../packages/sdk/driver_peer.ts";
import { createLog } from "../../packages/sdk/log.ts";
import { driver } from "../../examples/minimal/main.ts";
import { DEFAULT_LIMITS } from "../../packages/wire/limits.ts";
import { RawHost } from "../../packages/wire/testing/raw_host.ts";
import { readVectors, type Vector } from "../vectors/vectors.ts";

/** The header of a request with an unreadable body; null if the body is readable. */
function unreadableHeader({ layout, payload }: Vector): MessageHeader | null {
  try {
    decode("request", layout, payload);
    return null;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return error.header;
  }
}

/** A host of the vector's layout and version after Hello with a driver of the SDK, and a disposable for both. */
async function greeted(
  { layout }: Vector,
  { protocolVersion }: MessageHeader,
): Promise<[RawHost, () => Promise<void>]> {
  const [near, far] = memoryPair();
  const options = {
    driver,
    token: null,
    sessions: new Map(),
    limits: DEFAULT_LIMITS,
    log: createLog("error", () => {}),
  };
  const running = new Peer(near, (peer) => new DriverPeer(peer, options)).run();
  const host = new RawHost(far, layout);
  await host.ask(host.hello({ supportedVersions: [protocolVersion] }));
  return [host, async () => {
    far.close();
    await running;
  }];
}

const UNREADABLE = readVectors().filter((vector) => vector.role === "request").flatMap((vector) => {
  const header = unreadableHeader(vector);
  return header === null ? [] : [{ vector, header }];
});

Deno.test("some of upstream's own requests are unreadable", () => {
  const bodies = new Set(UNREADABLE.map(({ header }) => header.body));
  deepStrictEqual([...bodies].sort(), ["CountCollection", "DeleteDocument", "InsertDocument", "PlanSemantic"]);
});

for (const { vector, header } of UNREADABLE) {
  Deno.test(`a driver answers "${vector.name}" of layout ${vector.layout} by its header, and lives`, async () => {
    const [host, end] = await greeted(vector, header);
    try {
      const answer = decode("response", vector.layout, await host.exchange(vector.payload)).envelope;
      strictEqual(answer.requestId, header.requestId);
      const error = answer.body as Extract<DriverResponseBody, { type: "Error" }>;
      strictEqual(error.code, "InvalidRequest");
      match(error.message, /^Cannot decode request in layout .*, at byte \d+/);
      const { protocolVersion } = header;
      ok((await host.ask({ protocolVersion, requestId: 99n, body: { type: "Ping" } })).body.type === "Pong");
    } finally {
      await end();
    }
  });
}
