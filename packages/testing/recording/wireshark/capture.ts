/**
 * A recording as a capture for Wireshark.
 *
 * @module
 */
import type { OpenRecording } from "../read_recording.ts";
import { packetOf } from "./packet.ts";
import { capturedPacket, captureStart } from "./pcapng.ts";

/** The bytes of the capture, part by part: its header, then a packet for each line of the recording. */
export async function* captureOf({ header, entries }: OpenRecording): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield captureStart();
  const startUs = BigInt(Date.parse(header.startedAt)) * 1_000n;
  for await (const entry of entries) {
    yield capturedPacket(startUs + BigInt(Math.round(entry.ms * 1_000)), packetOf(entry));
  }
}
