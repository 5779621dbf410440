/**
 * The frames of a check, kept for its report, without secrets.
 *
 * @module
 */
import type { Secrets } from "@fluxwire/transport/secrets";
import type { Role } from "@fluxwire/wire";

/** The most frames that are kept of one check; later ones are only counted. */
const MAX_FRAMES = 64;
/** The most bytes that are kept of one frame. */
const MAX_BYTES = 4_096;
/** What is looked at behind them: a secret must not be cut in two before it is looked for. */
const MARGIN_BYTES = 1_024;

/** What went over a connection. */
export interface FrameRecord {
  /** Which connection of the check, from 1. */
  connection: number;
  /** Who sent it. */
  direction: "to driver" | "from driver";
  /** What its payload should be; null for bytes that are no frame. */
  role: Role | null;
  /** How many bytes it has. */
  bytes: number;
  /** The first of them, in hex: the payload, without its length. */
  hex: string;
}

/** Keeps what a check sends and receives. */
export class Recorder {
  readonly #kept: (Omit<FrameRecord, "hex"> & { payload: Uint8Array })[] = [];
  /** How many frames were not kept. */
  omitted = 0;
  #connections = 0;

  /** The number of a further connection. */
  nextConnection(): number {
    return ++this.#connections;
  }

  /** Keeps bytes that are sent or received. */
  add(connection: number, direction: FrameRecord["direction"], role: FrameRecord["role"], payload: Uint8Array): void {
    if (this.#kept.length >= MAX_FRAMES) {
      this.omitted++;
      return;
    }
    const bytes = payload.length, kept = payload.slice(0, MAX_BYTES + MARGIN_BYTES);
    this.#kept.push({ connection, direction, role, bytes, payload: kept });
  }

  /** What was kept; each byte of a secret is a `*`. */
  frames(secrets: Secrets): FrameRecord[] {
    return this.#kept.map(({ payload, ...frame }) => {
      secrets.overwrite(payload);
      return { ...frame, hex: payload.subarray(0, MAX_BYTES).toHex() };
    });
  }
}
