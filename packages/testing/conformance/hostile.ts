/**
 * Checks with malicious bytes and connections: the driver always serves the next connection.
 *
 * @module
 */
import { codecOf, type DriverRequestBody } from "@fluxwire/wire";
import { encodeFrame } from "@fluxwire/transport";
import type { Check, CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd } from "./runner/host_end.ts";

/** Idle or stalled connections: fewer than a driver must serve at once. */
const IDLE_CONNECTIONS = 40;
/** Requests whose answers stay unread for a while. */
const UNREAD_REQUESTS = 500;
const STATEMENT: DriverRequestBody = { type: "Execute", request: { sql: "SELECT 1", params: [1n, "x", [null]] } };

/** What a malicious peer does on a connection. */
type Attack = (end: HostEnd, bench: Bench) => Promise<void>;

/** A check that a driver serves others after an attack. */
function survives(text: string, attack: Attack, deadlineMs?: number): Check {
  return {
    section: "errors",
    suite: "hostile",
    text: `${text}: the driver serves the next connection`,
    needs: ["envelopes.answer-type"],
    deadlineMs,
    async run(bench) {
      const end = await bench.connect();
      await attack(end, bench);
      end.close();
      await (await bench.served()).expectQuiet();
    },
  };
}

/** Bytes before Hello. */
const first = (bytes: () => Uint8Array): Attack => (end) => end.write(bytes());

/** A frame after Hello. */
const later = (payload: (end: HostEnd) => Uint8Array): Attack => async (end, bench) => {
  await end.greet(bench.subject.token);
  await end.send(payload(end));
};

/** Pseudo-random bytes, the same in each run. */
function noise(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => (state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0) >>> 24);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Statements with one byte changed, or cut short, on connections of their own; the last answers do not matter. */
const damaged = (payloads: (whole: Uint8Array) => Uint8Array[]): Attack => async (end, bench) => {
  const whole = end.payload(STATEMENT, { requestId: 1n });
  for (const payload of payloads(whole)) {
    const end = await bench.served();
    await end.send(payload);
    end.close();
  }
};

/** The checks with malicious peers. */
export const HOSTILE_CHECKS: CheckTable = {
  "hostile.http": survives("A request of HTTP", first(() => ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))),
  "hostile.tls": survives(
    "A greeting of TLS",
    first(() => Uint8Array.fromHex("16030100c8010000c40303" + "00".repeat(190))),
  ),
  "hostile.ssh": survives("A greeting of SSH", first(() => ascii("SSH-2.0-OpenSSH_9.2\r\n"))),
  "hostile.json": survives("A line of JSON", first(() => ascii('{"jsonrpc":"2.0","id":1,"method":"hello"}\n'))),
  "hostile.zeros": survives("A thousand zeros", first(() => new Uint8Array(1_000))),
  "hostile.ones": survives("A thousand bytes of 0xff", first(() => new Uint8Array(1_000).fill(0xff))),
  "hostile.noise-first": survives("Noise before Hello", first(() => noise(1, 4_096))),
  "hostile.noise-frames": survives("Frames of noise before Hello", async (_, bench) => {
    for (let seed = 1; seed <= 20; seed++) {
      const end = await bench.connect();
      await end.write(encodeFrame(noise(seed, seed * 7)));
      end.close();
    }
  }),
  "hostile.noise-later": survives("Frames of noise after Hello", async (_, bench) => {
    for (let seed = 1; seed <= 20; seed++) {
      const end = await bench.served();
      await end.send(noise(seed, seed * 7));
      end.close();
    }
  }),
  "hostile.one-byte": survives("A frame of one byte", later(() => Uint8Array.of(1))),
  "hostile.only-header": survives(
    "A request without a body",
    later((end) => end.payload({ type: "Ping" }).subarray(0, codecOf(end.layout) === "bincode" ? 14 : 5)),
  ),
  "hostile.answer": survives(
    "An answer in place of a request",
    later((end) => {
      return Uint8Array.of(...end.payload({ type: "Ping" }), 1, 1, 1, 1);
    }),
  ),
  "hostile.every-cut": survives(
    "A statement cut at every byte",
    damaged((whole) => Array.from(whole, (_, at) => whole.subarray(0, Math.max(1, at)))),
    30_000,
  ),
  "hostile.every-byte": survives(
    "A statement with every byte changed",
    damaged((whole) => Array.from(whole, (byte, at) => whole.with(at, byte ^ 0xff))),
    30_000,
  ),
  "hostile.hello-twice-at-once": survives("Two Hellos at once", async (end, bench) => {
    const frame = encodeFrame(end.payload(end.helloBody(bench.subject.token)));
    await end.write(Uint8Array.of(...frame, ...frame));
    await end.receivePayload("an answer to Hello");
  }),
  "hostile.long-names": survives("A Hello with a name of 1 MiB", async (end, bench) => {
    await end.send(end.payload(end.helloBody(bench.subject.token, { clientName: "x".repeat(2 ** 20) })));
    await end.receive();
  }),
  "hostile.many-versions": survives("A Hello with 10,000 versions", async (end, bench) => {
    const supportedVersions = Array.from({ length: 10_000 }, (_, minor) => ({ major: 7, minor }));
    await end.send(end.payload(end.helloBody(bench.subject.token, { supportedVersions })));
    await end.receive();
  }),
  "hostile.long-token": survives("A Hello with a token of 1 MiB", async (end) => {
    await end.send(end.payload(end.helloBody("x".repeat(2 ** 20))));
  }),
  "hostile.control-release": survives("A Hello whose release is control characters", async (end, bench) => {
    await end.send(end.payload(end.helloBody(bench.subject.token, { clientVersion: "\0\n\x1b[31m" })));
  }),
  "hostile.deep-profile": survives("A profile of 100,000 nested lists", async (end, bench) => {
    await end.greet(bench.subject.token);
    await end.send(end.payload({ type: "OpenSession", profileJson: "[".repeat(100_000) }));
    await end.receive();
  }),
  "hostile.prototype-profile": survives("A profile with the members that every object inherits", async (end, bench) => {
    await end.greet(bench.subject.token);
    const profileJson = '{"__proto__":{"config":1},"constructor":1,"config":{"External":{"values":{"__proto__":"x"}}}}';
    await end.send(end.payload({ type: "OpenSession", profileJson }));
    await end.receive();
  }),
  "hostile.silent-connections": survives("Forty connections that send nothing", async (_, bench) => {
    for (let i = 0; i < IDLE_CONNECTIONS; i++) await bench.connect();
  }),
  "hostile.stalled-connections": survives("Forty connections that stop within a frame", async (_, bench) => {
    for (let i = 0; i < IDLE_CONNECTIONS; i++) await (await bench.connect()).write(Uint8Array.of(200, 0, 0, 0, 1));
  }),
  "hostile.come-and-go": survives("Two hundred connections that end at once", async (_, bench) => {
    for (let i = 0; i < 200; i++) (await bench.connect()).close();
  }),
  "hostile.never-reads": survives("Five hundred requests whose answers are not read", async (end, bench) => {
    await end.greet(bench.subject.token);
    const frame = encodeFrame(end.payload({ type: "Ping" }, { requestId: 1n }));
    const frames = new Uint8Array(frame.length * UNREAD_REQUESTS);
    for (let i = 0; i < UNREAD_REQUESTS; i++) frames.set(frame, i * frame.length);
    await end.write(frames);
  }),
};
