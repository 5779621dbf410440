/**
 * The frames of a check, kept for its report, without secrets.
 *
 * @module
 */
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
  frames(secrets: readonly string[]): FrameRecord[] {
    const forms = secrets.flatMap(formsOf);
    return this.#kept.map(({ payload, ...frame }) => {
      return { ...frame, hex: masked(payload, forms).subarray(0, MAX_BYTES).toHex() };
    });
  }
}

/** A text without secrets. */
export function maskedText(text: string, secrets: readonly string[]): string {
  return secrets.flatMap(textForms).reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}

/** A secret as it may stand in a frame: as it is, and as a profile's JSON has it. */
function formsOf(secret: string): Uint8Array[] {
  return textForms(secret).map((text) => new TextEncoder().encode(text));
}

function textForms(secret: string): string[] {
  if (secret === "") return [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  return escaped === secret ? [secret] : [escaped, secret];
}

function masked(bytes: Uint8Array, secrets: readonly Uint8Array[]): Uint8Array {
  for (const secret of secrets) {
    for (let at = indexOf(bytes, secret, 0); at >= 0; at = indexOf(bytes, secret, at + secret.length)) {
      bytes.fill(42, at, at + secret.length);
    }
  }
  return bytes;
}

function indexOf(bytes: Uint8Array, part: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(part[0]!, from); at >= 0; at = bytes.indexOf(part[0]!, at + 1)) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
