import { deepEqual, match } from "node:assert/strict";
import { frame, message, type RawPeer, requestFields, uint32 } from "../testing/raw_peer.ts";
import { withRawPeer } from "../testing/served.ts";
import { HTTP2_CODES, type Http2Code } from "./error_code.ts";
import { FLAG, FRAME } from "./frame_type.ts";

const CHAT = "/test.Echo/Chat";
const PING_BYTES = new Uint8Array(8);

type Frames = (peer: RawPeer) => Uint8Array[];

/** HEADERS of stream 1, which stays open. */
const OPEN: Frames = (peer) => [frame(FRAME.headers, FLAG.endHeaders, 1, peer.block(requestFields(CHAT)))];
/** HEADERS of stream 1, which the client has ended. */
const ENDED: Frames = (peer) => [
  frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, 1, peer.block(requestFields("/test.Echo/Say"))),
];

const after = (first: Frames, ...then: Uint8Array[]): Frames => (peer) => [...first(peer), ...then];
const only = (...frames: Uint8Array[]): Frames => () => frames;

/** What ends the connection. */
const FATAL: readonly (readonly [title: string, code: Http2Code, text: RegExp, frames: Frames])[] = [
  ["DATA on stream 0", "PROTOCOL_ERROR", /type 0 is not allowed on the connection/, only(frame(FRAME.data, 0, 0, [1]))],
  ["DATA on an idle stream", "PROTOCOL_ERROR", /DATA: stream 1 is not open/, only(frame(FRAME.data, 0, 1, [1]))],
  [
    "DATA with too much padding",
    "PROTOCOL_ERROR",
    /padding is longer/,
    after(OPEN, frame(FRAME.data, FLAG.padded, 1, [9])),
  ],
  [
    "DATA without its padding",
    "FRAME_SIZE_ERROR",
    /shorter than its flags/,
    after(OPEN, frame(FRAME.data, FLAG.padded, 1)),
  ],
  [
    "a frame above 16,384 bytes",
    "FRAME_SIZE_ERROR",
    /length 16385/,
    only(frame(FRAME.data, 0, 1, new Uint8Array(16_385))),
  ],
  ["HEADERS on an even stream", "PROTOCOL_ERROR", /stream 2: .*odd/, (peer) => [
    frame(FRAME.headers, FLAG.endHeaders, 2, peer.block(requestFields(CHAT))),
  ]],
  ["HEADERS on a stream that is over", "STREAM_CLOSED", /stream 1 is closed/, (peer) => [
    frame(FRAME.headers, FLAG.endHeaders, 5, peer.block(requestFields(CHAT))),
    frame(FRAME.headers, FLAG.endHeaders, 1, peer.block(requestFields(CHAT))),
  ]],
  [
    "HEADERS with too little for its flags",
    "FRAME_SIZE_ERROR",
    /HEADERS: it is shorter/,
    only(
      frame(FRAME.headers, FLAG.priority, 1, [0, 0, 0]),
    ),
  ],
  [
    "a block that cannot be decoded",
    "COMPRESSION_ERROR",
    /no field has index 70/,
    only(
      frame(FRAME.headers, FLAG.endHeaders, 1, [0x80 | 70]),
    ),
  ],
  ["CONTINUATION without HEADERS", "PROTOCOL_ERROR", /no header block/, after(OPEN, frame(FRAME.continuation, 4, 1))],
  ["another frame within a header block", "PROTOCOL_ERROR", /stream 1 is not complete/, (peer) => [
    frame(FRAME.headers, 0, 1, peer.block(requestFields(CHAT))),
    frame(FRAME.ping, 0, 0, PING_BYTES),
  ]],
  [
    "RST_STREAM on an idle stream",
    "PROTOCOL_ERROR",
    /RST_STREAM: stream 1/,
    only(frame(FRAME.rstStream, 0, 1, uint32(8))),
  ],
  [
    "RST_STREAM of another length",
    "FRAME_SIZE_ERROR",
    /RST_STREAM: its length is 3/,
    after(
      OPEN,
      frame(FRAME.rstStream, 0, 1, [0, 0, 0]),
    ),
  ],
  ["SETTINGS on a stream", "PROTOCOL_ERROR", /type 4 is not allowed on stream 1/, only(frame(FRAME.settings, 0, 1))],
  [
    "SETTINGS of another length",
    "FRAME_SIZE_ERROR",
    /SETTINGS: its length is 5/,
    only(
      frame(FRAME.settings, 0, 0, [0, 0, 0, 0, 0]),
    ),
  ],
  [
    "an acknowledgement with settings",
    "FRAME_SIZE_ERROR",
    /SETTINGS: its length is 6/,
    only(
      frame(FRAME.settings, FLAG.ack, 0, [0, 1, 0, 0, 0, 0]),
    ),
  ],
  ["ENABLE_PUSH 2", "PROTOCOL_ERROR", /ENABLE_PUSH is 2/, only(frame(FRAME.settings, 0, 0, [0, 2, ...uint32(2)]))],
  [
    "a frame size below 16,384",
    "PROTOCOL_ERROR",
    /MAX_FRAME_SIZE is 1/,
    only(
      frame(FRAME.settings, 0, 0, [0, 5, ...uint32(1)]),
    ),
  ],
  [
    "an initial window above the largest",
    "FLOW_CONTROL_ERROR",
    /INITIAL_WINDOW_SIZE/,
    only(
      frame(FRAME.settings, 0, 0, [0, 4, ...uint32(0x80000000)]),
    ),
  ],
  [
    "an initial window that makes a stream's too large",
    "FLOW_CONTROL_ERROR",
    /window of stream 1/,
    after(
      OPEN,
      frame(FRAME.windowUpdate, 0, 1, uint32(1_000)),
      frame(FRAME.settings, 0, 0, [0, 4, ...uint32(0x7fffffff)]),
    ),
  ],
  ["PUSH_PROMISE", "PROTOCOL_ERROR", /PUSH_PROMISE/, after(OPEN, frame(FRAME.pushPromise, 4, 1, uint32(2)))],
  ["PING on a stream", "PROTOCOL_ERROR", /type 6/, only(frame(FRAME.ping, 0, 1, PING_BYTES))],
  [
    "PING of another length",
    "FRAME_SIZE_ERROR",
    /PING: its length is 7/,
    only(
      frame(FRAME.ping, 0, 0, new Uint8Array(7)),
    ),
  ],
  [
    "GOAWAY of another length",
    "FRAME_SIZE_ERROR",
    /GOAWAY: its length is 4/,
    only(frame(FRAME.goaway, 0, 0, uint32(0))),
  ],
  ["WINDOW_UPDATE of 0 bytes", "PROTOCOL_ERROR", /adds 0 bytes/, only(frame(FRAME.windowUpdate, 0, 0, uint32(0)))],
  [
    "a window of the connection above the largest",
    "FLOW_CONTROL_ERROR",
    /window of the connection/,
    only(
      frame(FRAME.windowUpdate, 0, 0, uint32(0x7fffffff)),
    ),
  ],
  [
    "PRIORITY of an idle stream on itself",
    "PROTOCOL_ERROR",
    /depends on itself/,
    only(
      frame(FRAME.priority, 0, 9, [...uint32(9), 1]),
    ),
  ],
];

for (const [title, code, text, frames] of FATAL) {
  Deno.test(`${title} ends the connection with ${code}`, () =>
    withRawPeer(async (peer, errors) => {
      await peer.send(...frames(peer));
      match(await peer.expectGoaway(HTTP2_CODES[code]), text);
      match(String(errors[0]), text);
    }));
}

/** What ends stream 1 only. */
const RESETTING: readonly (readonly [title: string, code: Http2Code, frames: Frames])[] = [
  ["DATA behind the end", "STREAM_CLOSED", (peer) => [
    frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, 1, peer.block(requestFields("/test.Echo/Join"))),
    frame(FRAME.data, 0, 1, message("late")),
  ]],
  [
    "a window above the largest",
    "FLOW_CONTROL_ERROR",
    after(OPEN, frame(FRAME.windowUpdate, 0, 1, uint32(0x7fffffff))),
  ],
  ["WINDOW_UPDATE of 0 bytes", "PROTOCOL_ERROR", after(OPEN, frame(FRAME.windowUpdate, 0, 1, uint32(0)))],
  ["PRIORITY of another length", "FRAME_SIZE_ERROR", after(OPEN, frame(FRAME.priority, 0, 1, [0]))],
  ["PRIORITY on itself", "PROTOCOL_ERROR", after(OPEN, frame(FRAME.priority, 0, 1, [...uint32(1), 1]))],
  ["trailers that do not end the stream", "PROTOCOL_ERROR", (peer) => [
    ...OPEN(peer),
    frame(FRAME.headers, FLAG.endHeaders, 1, peer.block([{ name: "x-late", value: "1" }])),
  ]],
  ["trailers with a pseudo-header field", "PROTOCOL_ERROR", (peer) => [
    ...OPEN(peer),
    frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, 1, peer.block([{ name: ":path", value: "/" }])),
  ]],
  ["DATA that is longer than content-length", "PROTOCOL_ERROR", (peer) => [
    frame(FRAME.headers, FLAG.endHeaders, 1, peer.block(requestFields(CHAT, { "content-length": "4" }))),
    frame(FRAME.data, 0, 1, [0, 0, 0, 0, 0]),
  ]],
];

for (const [title, code, frames] of RESETTING) {
  Deno.test(`${title} resets the stream with ${code}, and the connection lives`, () =>
    withRawPeer(async (peer) => {
      await peer.send(...frames(peer));
      await peer.expectReset(1, HTTP2_CODES[code]);
      await peer.send(frame(FRAME.ping, 0, 0, PING_BYTES));
      await peer.nextOf(FRAME.ping);
    }));
}

/** Fields that no request may have. */
const FIELDS: readonly (readonly [name: string, value: string])[] = [
  ["X-Upper", "1"],
  ["", "1"],
  ["x-line", "a\r\nb"],
  ["connection", "close"],
  ["te", "gzip"],
  [":status", "200"],
  [":path", "/twice"],
  ["content-length", "many"],
];

for (const [name, value] of FIELDS) {
  Deno.test(`a request with the field ${JSON.stringify(name)}: ${JSON.stringify(value)} is reset`, () =>
    withRawPeer(async (peer) => {
      const fields = [{ name, value }, ...requestFields(CHAT).filter((field) => field.name !== "te")];
      if (!name.startsWith(":")) fields.push(fields.shift()!);
      await peer.send(frame(FRAME.headers, FLAG.endHeaders, 1, peer.block(fields)));
      await peer.expectReset(1, HTTP2_CODES.PROTOCOL_ERROR);
    }));
}

for (const name of [":method", ":scheme", ":path"]) {
  Deno.test(`a request without ${name}, or with an empty one, is reset`, () =>
    withRawPeer(async (peer) => {
      const fields = requestFields(CHAT).filter((field) => field.name !== name);
      await peer.send(frame(FRAME.headers, FLAG.endHeaders, 1, peer.block(fields)));
      await peer.expectReset(1, HTTP2_CODES.PROTOCOL_ERROR);
      await peer.send(frame(FRAME.headers, FLAG.endHeaders, 3, peer.block(requestFields(CHAT, { [name]: "" }))));
      await peer.expectReset(3, HTTP2_CODES.PROTOCOL_ERROR);
    }));
}

Deno.test("frames on a stream that the server has reset are ignored, as they were under way", () =>
  withRawPeer(async (peer) => {
    await peer.send(...ENDED(peer));
    await peer.nextFields();
    await peer.request(3, "/none", false);
    await peer.expectReset(3, HTTP2_CODES.NO_ERROR);
    await peer.send(
      frame(FRAME.data, 0, 3, message("under way")),
      frame(FRAME.windowUpdate, 0, 3, uint32(1)),
      frame(FRAME.rstStream, 0, 3, uint32(HTTP2_CODES.CANCEL)),
      frame(FRAME.ping, 0, 0, PING_BYTES),
    );
    const types: number[] = [];
    for (let found = await peer.next(); found!.type !== FRAME.ping; found = await peer.next()) types.push(found!.type);
    deepEqual(types, []);
  }));

Deno.test("an unknown setting, an unknown error code and GOAWAY of a client change nothing", () =>
  withRawPeer(async (peer) => {
    await peer.send(
      frame(FRAME.settings, 0, 0, [0xff, 0xff, ...uint32(7)]),
      ...OPEN(peer),
      frame(FRAME.goaway, 0, 0, [...uint32(0), ...uint32(0xff)]),
      frame(FRAME.data, FLAG.endStream, 1, message("still")),
    );
    deepEqual([...(await peer.nextOf(FRAME.data)).payload], message("still"));
  }));
