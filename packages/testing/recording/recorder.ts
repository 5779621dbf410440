/**
 * Turns chunks of bytes into the lines of a recording.
 *
 * @module
 */
import { ConnectionError, FrameDecoder, ProtocolError } from "@fluxwire/transport";
import { Conversation } from "./conversation.ts";
import { type CloseEntry, type Entry, recordingHeader, type Sender } from "./entry.ts";
import { type FrameParts, maskedFrame, rawFrame, unread } from "./frame_entry.ts";
import { Masker } from "./masker.ts";

/** The most bytes of unfinished frames that all connections together may hold; a connection beyond it is dropped. */
const MAX_PENDING_BYTES = 67_108_864;

/** Takes a line of the recording. An error ends the recording. */
export type LineSink = (line: string) => void;

/** The options of a {@link Recorder}. */
export interface RecorderOptions {
  /** Keeps raw bytes, including secrets. */
  isRaw: boolean;
  /** When the recording begins. */
  startedAt: Date;
  /** The time, in milliseconds. */
  now(): number;
  /**
   * Called when a connection has ended and is recorded.
   *
   * @default {undefined}
   */
  onClose?(entry: CloseEntry): void;
}

/** The totals of a recording. */
export interface RecordedCounts {
  /** Connections. */
  connections: number;
  /** Frames, including withheld ones. */
  frames: number;
  /** Frames and broken streams of which only the length is kept. */
  withheld: number;
}

/** Writes a recording. */
export class Recorder {
  readonly #sink: LineSink;
  readonly #options: RecorderOptions;
  readonly #start: number;
  readonly #masker = new Masker();
  /** The totals so far. */
  readonly counts: RecordedCounts = { connections: 0, frames: 0, withheld: 0 };
  #pendingBytes = 0;

  /** Writes the header. */
  constructor(sink: LineSink, options: RecorderOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#start = options.now();
    sink(`${JSON.stringify(recordingHeader(options.startedAt, !options.isRaw))}\n`);
  }

  /** Begins a connection. */
  connection(): RecordedConnection {
    const connection = ++this.counts.connections;
    const conversation = new Conversation();
    this.#write({ ms: this.#ms(), connection, event: "connect" });
    return new RecordedConnection({
      frame: (from, payload) => {
        this.#frame(connection, from, this.#partsOf(conversation, from, payload));
      },
      broken: (from, bytes, reason) => this.#frame(connection, from, unread(conversation.layout, bytes, reason)),
      closed: (by, reason) => {
        const entry: CloseEntry = { ms: this.#ms(), connection, event: "close", by, reason };
        this.#write(entry);
        this.#options.onClose?.(entry);
      },
      isRoomFor: (bytes) => (this.#pendingBytes += bytes) <= MAX_PENDING_BYTES,
    });
  }

  #partsOf(conversation: Conversation, from: Sender, payload: Uint8Array): FrameParts {
    return this.#options.isRaw
      ? rawFrame(conversation, from, payload)
      : maskedFrame(conversation, from, payload, this.#masker);
  }

  #frame(connection: number, from: Sender, parts: FrameParts): void {
    this.counts.frames++;
    if (parts.hex === null) this.counts.withheld++;
    this.#write({ ms: this.#ms(), connection, event: "frame", from, ...parts });
  }

  #write(entry: Entry): void {
    this.#sink(`${JSON.stringify(entry)}\n`);
  }

  #ms(): number {
    return Math.round((this.#options.now() - this.#start) * 1_000) / 1_000;
  }
}

interface ConnectionEvents {
  frame(from: Sender, payload: Uint8Array): void;
  broken(from: Sender, bytes: number, reason: string): void;
  closed(by: CloseEntry["by"], reason: string | null): void;
  /** Adds to the sum of held bytes, or subtracts; false if it is too large. */
  isRoomFor(bytes: number): boolean;
}

/** One connection of a recording. */
export class RecordedConnection {
  readonly #events: ConnectionEvents;
  readonly #streams: Readonly<Record<Sender, Stream>>;

  /** Created by {@link Recorder.connection}. */
  constructor(events: ConnectionEvents) {
    this.#events = events;
    this.#streams = { host: new Stream("host", events), driver: new Stream("driver", events) };
  }

  /** Records sent bytes, which are used during the call only. */
  sent(from: Sender, chunk: Uint8Array): void {
    this.#streams[from].push(chunk);
  }

  /** Ends the connection. */
  closed(by: CloseEntry["by"], reason: string | null): void {
    for (const stream of Object.values(this.#streams)) stream.end();
    this.#events.closed(by, reason);
  }
}

/** One direction of a connection. */
class Stream {
  readonly #from: Sender;
  readonly #events: ConnectionEvents;
  readonly #frames = new FrameDecoder();
  #pendingBytes = 0;
  /** The bytes since frames could no longer be separated, and why; null before. */
  #broken: { bytes: number; reason: string } | null = null;

  constructor(from: Sender, events: ConnectionEvents) {
    this.#from = from;
    this.#events = events;
  }

  push(chunk: Uint8Array): void {
    if (this.#broken !== null) {
      this.#broken.bytes += chunk.length;
      return;
    }
    try {
      for (const payload of this.#frames.push(chunk)) this.#events.frame(this.#from, payload);
      if (this.#frames.failure !== null) throw this.#frames.failure;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return this.#break(chunk.length, `frames can no longer be separated: ${error.code}`);
    }
    if (!this.#hold(this.#frames.pending)) this.#break(this.#frames.pending, "too many frames are unfinished at once");
  }

  end(): void {
    this.#hold(0);
    if (this.#broken !== null) return this.#events.broken(this.#from, this.#broken.bytes, this.#broken.reason);
    try {
      this.#frames.end();
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      const reason = `the stream ended after ${this.#frames.progress}`;
      this.#events.broken(this.#from, this.#frames.pending, reason);
    }
  }

  #break(bytes: number, reason: string): void {
    this.#hold(0);
    this.#broken = { bytes, reason };
  }

  #hold(pendingBytes: number): boolean {
    const more = pendingBytes - this.#pendingBytes;
    this.#pendingBytes = pendingBytes;
    return this.#events.isRoomFor(more);
  }
}
