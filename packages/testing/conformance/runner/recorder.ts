/**
 * The frames of a check, recorded for its report without secrets.
 *
 * @module
 */
import type { Secrets } from "@fluxwire/transport/secrets";
import type { Role } from "@fluxwire/wire";

/** The most frames that are kept per check; later ones are only counted. */
const MAX_FRAMES = 64;
/** The most bytes that are kept per frame. */
const MAX_BYTES = 4_096;
/** How many bytes after them are searched too: a secret at the cut must be found whole. */
const MARGIN_BYTES = 1_024;

/** One recorded frame, or bytes that are not a frame. */
export interface FrameRecord {
  /** When it was sent or received, in milliseconds since the checking program began. */
  ms: number;
  /** The number of the connection within the check, from 1. */
  connection: number;
  /** Its sender. */
  direction: "to driver" | "from driver";
  /** What its payload should be; null for bytes that are not a frame. */
  role: Role | null;
  /** Its length in bytes. */
  bytes: number;
  /** Its first bytes, in hex: the payload, without the length prefix. */
  hex: string;
}

/** Records the bytes that a check sends and receives. */
export class Recorder {
  readonly #kept: (Omit<FrameRecord, "hex"> & { payload: Uint8Array })[] = [];
  /** How many frames were not kept. */
  omitted = 0;
  #connections = 0;

  /** The number of the next connection. */
  nextConnection(): number {
    return ++this.#connections;
  }

  /** Records bytes that were sent or received. */
  add(connection: number, direction: FrameRecord["direction"], role: FrameRecord["role"], payload: Uint8Array): void {
    if (this.#kept.length >= MAX_FRAMES) {
      this.omitted++;
      return;
    }
    const ms = Math.round(performance.now() * 1_000) / 1_000;
    const bytes = payload.length, kept = payload.slice(0, MAX_BYTES + MARGIN_BYTES);
    this.#kept.push({ ms, connection, direction, role, bytes, payload: kept });
  }

  /** The kept frames; each byte of a secret is a `*`. */
  frames(secrets: Secrets): FrameRecord[] {
    return this.#kept.map(({ payload, ...frame }) => {
      secrets.overwrite(payload);
      return { ...frame, hex: payload.subarray(0, MAX_BYTES).toHex() };
    });
  }
}
