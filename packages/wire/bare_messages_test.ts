import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { BareMessages } from "./bare_messages.ts";
import { decode, encode, type Envelopes } from "./codec.ts";
import type { DriverRequestBody } from "./dto.ts";
import { MalformedError } from "./errors.ts";
import { type Layout, LAYOUTS } from "./layout.ts";

const SESSION = "00112233-4455-6677-8899-aabbccddeeff";
const IDS = [0n, 1n, 127n, 128n, 255n, 256n, 16_383n, 16_384n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n - 1n];

function ping(requestId: bigint, sessionId: string | null = null): Envelopes["request"] {
  return { protocolVersion: { major: 1, minor: 2 }, requestId, sessionId, timeoutMs: null, body: { type: "Ping" } };
}

function pong(requestId: bigint, sessionId: string | null = null): Envelopes["response"] {
  return { protocolVersion: { major: 1, minor: 2 }, requestId, sessionId, done: true, body: { type: "Pong" } };
}

for (const layout of LAYOUTS) {
  for (const sessionId of [null, SESSION]) {
    Deno.test(`bare messages ${sessionId === null ? "outside" : "inside"} a session are the codec's own in layout ${layout}`, () => {
      const requests = new BareMessages("request", layout), answers = new BareMessages("response", layout);
      for (const id of IDS) {
        deepStrictEqual(requests.write(ping(id, sessionId)), encode("request", layout, ping(id, sessionId)));
        deepStrictEqual(answers.write(pong(id, sessionId)), encode("response", layout, pong(id, sessionId)));
      }
      for (const id of IDS) {
        const request = encode("request", layout, ping(id, sessionId));
        deepStrictEqual(requests.read(request), decode("request", layout, request).envelope);
        const answer = encode("response", layout, pong(id, sessionId));
        deepStrictEqual(answers.read(answer), decode("response", layout, answer).envelope);
      }
    });
  }
}

/** Messages that know Ping. */
function knowing(layout: Layout): BareMessages<"request"> {
  const messages = new BareMessages("request", layout);
  messages.learn(ping(7n));
  return messages;
}

Deno.test("BareMessages.read() knows only what it has learned", () => {
  const payload = encode("request", "0.7.1", ping(7n));
  strictEqual(new BareMessages("request", "0.7.1").read(payload), null);
  deepStrictEqual(knowing("0.7.1").read(payload), ping(7n));
});

for (const layout of ["0.6", "0.7.1"] as const) {
  Deno.test(`BareMessages.read() leaves every other payload to the codec in layout ${layout}`, () => {
    const messages = knowing(layout), payload = encode("request", layout, ping(300n));
    for (let i = 0; i < payload.length; i++) {
      strictEqual(messages.read(payload.subarray(0, i)), null);
      for (let byte = 0; byte < 256; byte++) {
        const changed = payload.slice();
        changed[i] = byte;
        const read = messages.read(changed);
        if (read !== null) deepStrictEqual(changed, encode("request", layout, read));
      }
    }
    strictEqual(messages.read(Uint8Array.of(...payload, 0)), null);
    strictEqual(messages.read(encode("request", layout, ping(300n, SESSION))), null);
    strictEqual(messages.read(encode("request", layout, { ...ping(300n), body: { type: "CancelActive" } })), null);
    for (const id of [2n ** 53n, 2n ** 64n - 1n]) strictEqual(messages.read(encode("request", layout, ping(id))), null);
  });
}

Deno.test("BareMessages.read() leaves an id to the codec that takes more bytes than it needs", () => {
  strictEqual(knowing("0.7.1").read(Uint8Array.fromHex("01028700000003")), null);
});

Deno.test("BareMessages.write() leaves to the codec what is more than a header and a name", () => {
  const messages = new BareMessages("request", "0.7.1");
  strictEqual(messages.write({ ...ping(1n), timeoutMs: 5n }), null);
  strictEqual(messages.write({ ...ping(1n), body: { type: "OpenSession", profileJson: "{}" } }), null);
  for (const id of [-1n, 2n ** 53n]) strictEqual(messages.write(ping(id)), null);
  const kept = messages.write(ping(1n))!.slice();
  strictEqual(messages.write({ ...ping(1n), timeoutMs: 5n }), null);
  deepStrictEqual(messages.write(ping(1n)), kept);
});

Deno.test("BareMessages.write() refuses what the codec refuses, each time", () => {
  const messages = new BareMessages("request", "0.7.1");
  for (let i = 0; i < 2; i++) throws(() => messages.write(ping(1n, "no uuid")), MalformedError);
});

Deno.test("BareMessages keep a bounded number of messages, and go on with those", () => {
  const messages = new BareMessages("request", "0.7.1");
  for (let i = 0; i < 8; i++) messages.learn(ping(1n, SESSION.replace("00", `0${i}`)));
  strictEqual(messages.write(ping(2n)), null);
  const session = SESSION.replace("00", "07");
  deepStrictEqual(messages.write(ping(2n, session)), encode("request", "0.7.1", ping(2n, session)));
});

Deno.test("a body whose name changes while it is read changes no later message", () => {
  const messages = new BareMessages("request", "0.7.1");
  let reads = 0;
  const body = {
    get type() {
      return reads++ % 2 === 0 ? "Ping" : "CloseSession";
    },
  } as DriverRequestBody;
  messages.write({ ...ping(1n), body });
  for (const type of ["Ping", "CloseSession"] as const) {
    const envelope = { ...ping(9n), body: { type } };
    deepStrictEqual(messages.write(envelope), encode("request", "0.7.1", envelope));
  }
});
