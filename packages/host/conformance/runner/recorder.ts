/**
 * The frames of a check, kept for its report, without secrets.
 *
 * @module
 */
import type { Role } from "jsr:@fluxwire/wire@^0.1.0";

/** The most frames that are kept of one check; later ones are only counted. */
const MAX_FRAMES = 64;
/** The most bytes that are kept of one frame. */
const MAX_BYTES = 4_096;

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
  readonly #secrets: readonly Uint8Array[];
  /** What was kept. */
  readonly frames: FrameRecord[] = [];
  /** How many frames were not kept. */
  omitted = 0;
  #connections = 0;

  /** @param secrets Texts that no record may have: each of their bytes becomes `*`. */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.flatMap(formsOf);
  }

  /** The number of a further connection. */
  nextConnection(): number {
    return ++this.#connections;
  }

  /** Keeps bytes that are sent or received. */
  add(connection: number, direction: FrameRecord["direction"], role: FrameRecord["role"], payload: Uint8Array): void {
    if (this.frames.length >= MAX_FRAMES) {
      this.omitted++;
      return;
    }
    const longest = Math.max(0, ...this.#secrets.map(({ length }) => length));
    const kept = masked(payload.slice(0, MAX_BYTES + longest), this.#secrets).subarray(0, MAX_BYTES);
    this.frames.push({ connection, direction, role, bytes: payload.length, hex: kept.toHex() });
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
