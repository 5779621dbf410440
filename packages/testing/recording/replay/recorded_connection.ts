/**
 * The connections of a recording, one by one.
 *
 * @module
 */
import type { CloseEntry, Entry, FrameEntry } from "../entry.ts";

/** A numbered frame. */
export interface NumberedFrame {
  /** Its number in the recording, from 1. */
  number: number;
  /** The recorded frame. */
  entry: FrameEntry;
}

/** A request and its answers. */
export interface RecordedExchange {
  /** The request. */
  request: NumberedFrame;
  /** The frames with its id until the id was used again, in order. */
  answers: NumberedFrame[];
}

/** One connection of a recording, from the driver's end. */
export interface RecordedConnection {
  /** Its number in the recording. */
  connection: number;
  /** Requests and answers, in the order of the requests. */
  exchanges: RecordedExchange[];
  /** How it ended; null if the recording ends before. */
  close: CloseEntry | null;
}

/** The connections of a recording that have requests, in order. */
export async function recordedConnections(entries: AsyncIterable<Entry>): Promise<RecordedConnection[]> {
  const connections = new Map<number, RecordedConnection & { byId: Map<string, RecordedExchange> }>();
  let number = 0;
  for await (const entry of entries) {
    if (entry.event === "connect") {
      connections.set(entry.connection, {
        connection: entry.connection,
        exchanges: [],
        close: null,
        byId: new Map(),
      });
      continue;
    }
    const own = connections.get(entry.connection);
    if (entry.event === "close") {
      if (own !== undefined) own.close = entry;
      continue;
    }
    const frame = { number: ++number, entry };
    const id = requestIdOf(entry);
    if (entry.from === "host") {
      const exchange = { request: frame, answers: [] };
      own?.exchanges.push(exchange);
      if (id !== null) own?.byId.set(id, exchange);
    } else if (id !== null) {
      own?.byId.get(id)?.answers.push(frame);
    }
  }
  return [...connections.values()].filter(({ exchanges }) => exchanges.length > 0);
}

/** The request id of a frame; null if it is unreadable. */
export function requestIdOf({ envelope }: FrameEntry): string | null {
  return envelope === null ? null : String((envelope as { requestId: unknown }).requestId);
}
