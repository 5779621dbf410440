import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  type ProxyCommandRequest,
  ProxyCommandRequestSchema,
  type ProxyCommandResponse,
  ProxyCommandResponseSchema,
} from "../hostrpc.ts";
import { create, fromBinary, toBinary } from "../protobuf.ts";
import { REQUEST, RESPONSE } from "./routing_codec.ts";

let seed = 20_261_129;
function random(below: number): number {
  return (seed = (seed * 48_271) % 2_147_483_647) % below;
}

/** A text with characters of every length, mostly short. */
function text(): string {
  const characters = ["a", "Z", "9", "-", "ä", "€", "\u{1F600}", "\0", "\uFEFF"];
  const length = [0, 1, 5, 36, 42, 43, 50, 127, 128, 300][random(10)]!;
  return Array.from({ length }, () => characters[random(characters.length)]!).join("");
}

function bytes(): Uint8Array {
  return Uint8Array.from({ length: [0, 1, 4, 127, 128, 20_000][random(6)]! }, () => random(256));
}

function request(): ProxyCommandRequest {
  return create(ProxyCommandRequestSchema, {
    hubDeviceId: text(),
    childRef: text(),
    endpointKey: text(),
    payload: bytes(),
    correlationId: text(),
    timeoutMs: [0, 1, 127, 128, 5_000, 2 ** 31, 2 ** 32 - 1][random(7)]!,
    callerCorrelationId: text(),
    callerDeviceId: text(),
    control: random(4),
  });
}

function response(): ProxyCommandResponse {
  const event = { hubDeviceId: text(), childRef: text(), type: text(), payload: bytes(), atUnixMs: 7n, missed: 3n };
  return create(ProxyCommandResponseSchema, {
    success: random(2) === 1,
    message: text(),
    data: bytes(),
    correlationId: text(),
    hubDeviceId: text(),
    endpointKey: text(),
    features: Array.from({ length: random(3) }, text),
    maxInFlight: random(300),
    code: text(),
    event: [undefined, {}, event][random(3)],
  });
}

/** A message without the library's prototype, to compare. */
function plain(message: object): unknown {
  const entries = Object.entries(message).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, name === "event" ? plain(value) : value]));
}

Deno.test("REQUEST and RESPONSE write what the library writes, and read what it reads", () => {
  for (let i = 0; i < 3_000; i++) {
    const asked = request(), answered = response();
    const [askedBytes, answeredBytes] = [
      toBinary(ProxyCommandRequestSchema, asked),
      toBinary(ProxyCommandResponseSchema, answered),
    ];
    deepStrictEqual(REQUEST.encode(asked), askedBytes);
    deepStrictEqual(RESPONSE.encode(answered), answeredBytes);
    deepStrictEqual(plain(REQUEST.decode(askedBytes)), plain(fromBinary(ProxyCommandRequestSchema, askedBytes)));
    deepStrictEqual(
      plain(RESPONSE.decode(answeredBytes)),
      plain(fromBinary(ProxyCommandResponseSchema, answeredBytes)),
    );
  }
});

Deno.test("REQUEST skips fields that it does not know, of every kind", () => {
  const unknown = [
    0x30,
    0x96,
    0x01,
    0x39,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    0x42,
    2,
    0xff,
    0xfe,
    0x4d,
    1,
    2,
    3,
    4,
    0x08,
    5,
    0x2a,
    1,
    0x63,
  ];
  strictEqual(REQUEST.decode(Uint8Array.from(unknown)).correlationId, "c");
});

Deno.test("REQUEST and RESPONSE refuse every message that is cut within a field, and wrong bytes", () => {
  const whole = REQUEST.encode({ ...request(), childRef: "child", control: 1 });
  let refused = 0;
  for (let length = 0; length < whole.length; length++) {
    try {
      REQUEST.decode(whole.subarray(0, length));
    } catch (error) {
      strictEqual(error instanceof RangeError || error instanceof TypeError, true, `${error}`);
      refused++;
    }
  }
  strictEqual(refused > 0, true);
  throws(() => REQUEST.decode(Uint8Array.of(0x0a)), RangeError);
  throws(() => REQUEST.decode(Uint8Array.of(0x0a, 5, 0x61)), RangeError);
  throws(() => REQUEST.decode(Uint8Array.of(0x0b)), RangeError);
  throws(() => REQUEST.decode(Uint8Array.of(0x0a, 1, 0xff)), TypeError);
  throws(() => RESPONSE.decode(new Uint8Array(11).fill(0xff)), RangeError);
});
