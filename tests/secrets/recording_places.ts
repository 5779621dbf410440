/**
 * What recordings and captures keep.
 *
 * @module
 */
import { captureOf, readRecording } from "@fluxwire/testing/recording";
import { type DriverRequestBody, type DriverResponseBody, type DriverResponseEnvelope, encode } from "@fluxwire/wire";
import { encodeFrame } from "@fluxwire/transport";
import { Recorder } from "../../packages/testing/recording/recorder.ts";
import { concat } from "../../packages/mock-driver/concat.ts";
import { HELLO } from "../e2e/scripted_socket.ts";
import { ADDRESS, BYTES, linesOf, PLANTED, TEXT_LINES } from "./planted.ts";
import { profileWith } from "./sdk_places.ts";

const HEADER = { protocolVersion: { major: 1, minor: 2 }, requestId: 1n };

/** The places, each with its whole contents. */
export async function keptByRecordings(): Promise<Record<string, string | Uint8Array>> {
  const lines: string[] = [];
  const recorder = new Recorder((line) => lines.push(line), { isRaw: false, startedAt: new Date(0), now: () => 0 });
  const connection = recorder.connection();
  const request = (body: DriverRequestBody) =>
    connection.sent("host", encodeFrame(encode("request", "0.7.1", { ...HEADER, body })));
  const answer = (body: DriverResponseBody, more: Partial<DriverResponseEnvelope> = {}) =>
    connection.sent("driver", encodeFrame(encode("response", "0.7.1", { ...HEADER, done: true, ...more, body })));
  request({
    type: "Hello",
    clientName: "dbflux",
    clientVersion: "0.7.1",
    supportedVersions: [{ major: 1, minor: 2 }],
    requestedCapabilities: [],
    authToken: PLANTED.token,
  });
  answer(HELLO);
  request({
    type: "OpenSession",
    profileJson: profileWith({ address: ADDRESS, client_key: PLANTED.key }),
    password: PLANTED.password,
    sshSecret: PLANTED.sshSecret,
  });
  for (const forms of TEXT_LINES) {
    const sql = linesOf(forms);
    request({ type: "Execute", request: { sql, params: [sql, new Map([[sql, [{ type: "Json", value: sql }]]])] } });
    answer({ type: "Error", code: "Driver", message: sql, retriable: false });
  }
  request({ type: "Execute", request: { sql: "bytes", params: BYTES.map((bytes) => bytes) } });
  connection.closed("host", null);

  const frames = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === "frame");
  const bytes = lines.map((line) => new TextEncoder().encode(line));
  const capture = await Array.fromAsync(captureOf(await readRecording(once(bytes))));
  return {
    "recording": lines.join(""),
    "frames of a recording": concat(frames.map(({ hex }) => Uint8Array.fromHex(hex))),
    "capture": concat(capture),
  };
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield await Promise.resolve(value);
}
