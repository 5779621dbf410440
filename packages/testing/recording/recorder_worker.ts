/**
 * The recorder's own thread, so that a tap does not wait for decoding and masking.
 *
 * @module
 */
import type { CloseEntry } from "./entry.ts";
import { type RecordedConnection, Recorder } from "./recorder.ts";
import type { RecorderAnswer, RecorderRequest, RecordEvent } from "./recorder_messages.ts";

/** This worker's end of the message port; Deno's types have only that of a window. */
const tap = globalThis as unknown as {
  onmessage: (message: MessageEvent<RecorderRequest>) => void;
  postMessage(answer: RecorderAnswer): void;
};

const connections = new Map<number, RecordedConnection>();
let recorder: Recorder | null = null;
let ms = 0;
let lines = "";
let closed: CloseEntry[] = [];

tap.onmessage = ({ data }) => {
  if (data.kind === "begin") {
    recorder = new Recorder((line) => lines += line, {
      isRaw: data.isRaw,
      startedAt: data.startedAt,
      now: () => ms,
      onClose: (entry) => closed.push(entry),
    });
  } else {
    let start = 0;
    for (const event of data.events) start = record(recorder!, event, data.bytes, start);
  }
  const bytes = data.kind === "batch" ? data.bytes.length : 0;
  tap.postMessage({ lines, closed, counts: recorder!.counts, bytes });
  lines = "";
  closed = [];
};

/** Records one event whose bytes begin at an offset, and gives the offset of the next one. */
function record(recorder: Recorder, event: RecordEvent, bytes: Uint8Array, start: number): number {
  ms = event.ms;
  if (event.kind === "connect") {
    connections.set(event.connection, recorder.connection());
    return start;
  }
  const connection = connections.get(event.connection)!;
  if (event.kind === "sent") {
    connection.sent(event.from, bytes.subarray(start, event.end));
    return event.end;
  }
  connection.closed(event.by, event.reason);
  connections.delete(event.connection);
  return start;
}
