/**
 * One stream of HTTP/2: its state, its windows, and what waits to be sent on it.
 *
 * @module
 */
import type { HeaderTemplate } from "../hpack/encoder.ts";
import type { Field } from "../hpack/field.ts";

/** Bytes in front of a message of gRPC: a flag and a length. */
export const MESSAGE_PREFIX_BYTES = 5;

/** Bytes that wait for a window. */
export interface Piece {
  /** They must not change until they are sent. */
  readonly bytes: Uint8Array;
  /** Whether the prefix of a message comes first. */
  readonly isMessage: boolean;
  /** How many of them are sent, the prefix included. */
  sent: number;
}

/** What ends a stream behind all that waits on it. */
export interface StreamEnd {
  /** Trailers; null for an empty DATA frame. */
  readonly trailers: HeaderTemplate | null;
  /** Further fields of the trailers. */
  readonly others: readonly Field[] | null;
}

/** The part of a stream that HTTP/2 knows; a call extends it. */
export abstract class Stream {
  /** Its number. */
  id = 0;
  /** Bytes that the peer takes now; below 0 after SETTINGS made windows smaller. */
  sendWindow = 0;
  /** Bytes that the peer may send now. */
  receiveWindow = 0;
  /** Bytes that were taken, and that the peer does not know of yet. */
  credit = 0;
  /** Bytes that arrived and were not taken. */
  unread = 0;
  /** Bytes of DATA that the peer announced by `content-length`, less those that came; null if it did not. */
  missingBytes: number | null = null;
  /** The peer sends no more. */
  isRemoteEnded = false;
  /** All is sent, or nothing more is. */
  isLocalEnded = false;
  /** Neither side sends any more, or one has reset it. */
  isOver = false;
  /** Whether it stands among those with something to send. */
  isReady = false;
  /** What waits to be sent. */
  readonly pieces: Piece[] = [];
  /** The bytes of it. */
  queuedBytes = 0;
  /** What follows it. */
  end: StreamEnd | null = null;

  /** Takes a header block: the first one, or trailers, which end the stream; null for a list above the limit. */
  abstract onHeaders(fields: Field[] | null, isEnd: boolean): void;
  /** Takes data, valid during the call; what is taken of it is reported to the connection. */
  abstract onData(buffer: Uint8Array, start: number, end: number): void;
  /** The peer has sent all. */
  abstract onRemoteEnd(): void;
  /** The stream is over before its end: the peer reset it, it broke a rule, or the connection ended. */
  abstract onAbort(reason: StreamAbort): void;
  /** All that waited is sent. */
  abstract onDrained(): void;
}

/** Why a stream was over before its end. */
export interface StreamAbort {
  /** The code of HTTP/2. */
  readonly code: number;
  /** Who ended it. */
  readonly by: "peer" | "us" | "connection";
  /** What a caller may read. */
  readonly message: string;
}
