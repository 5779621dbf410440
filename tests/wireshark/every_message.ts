/**
 * A recording with every request and every answer, in every layout.
 *
 * @module
 */
import { encode, type Layout, LAYOUTS, type Role } from "@fluxwire/wire";
import { encodeFrame, memoryPair } from "@fluxwire/transport";
import { seededDraw } from "../../packages/testing/generate/draw.ts";
import { bodiesOf, messageOf } from "../../packages/testing/generate/message_of.ts";
import { type RecordedConnection, Recorder } from "../../packages/testing/recording/recorder.ts";
import { RawHost } from "../../packages/wire/testing/raw_host.ts";

/** How often each message is generated, with different parts. */
const TIMES = 3;

/** The lines of such a recording, without masks, which would hide random values by chance. */
export function everyMessage(seed: number): string[] {
  const lines: string[] = [];
  const recorder = new Recorder((line) => lines.push(line), { isRaw: true, startedAt: new Date(), now: () => 0 });
  const draw = seededDraw(seed);
  for (const layout of LAYOUTS) {
    for (const faithful of [false, true]) {
      const connection = recorder.connection();
      connection.sent("host", encodeFrame(helloOf(layout)));
      for (const role of ["request", "response"] as const) {
        for (const body of bodiesOf(role, layout).filter((body) => body !== "Hello" || role === "response")) {
          for (let i = 0; i < TIMES; i++) {
            send(connection, role, encode(role, layout, messageOf(draw, role, layout, body), { faithful }));
          }
        }
      }
      connection.closed("host", null);
    }
  }
  return lines;
}

function send(connection: RecordedConnection, role: Role, payload: Uint8Array): void {
  connection.sent(role === "request" ? "host" : "driver", encodeFrame(payload));
}

function helloOf(layout: Layout): Uint8Array {
  const host = new RawHost(memoryPair()[0], layout);
  return host.payload(host.hello());
}
