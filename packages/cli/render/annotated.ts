/**
 * Annotated bytes of a frame or a payload, valid or malformed.
 *
 * @module
 */
import { annotate, type Annotation, MalformedError } from "@fluxwire/wire";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { unframe } from "./framed.ts";
import type { DecodeSettings } from "../verbs/decode.ts";

/** The bytes of a frame's length prefix. */
const PREFIX_BYTES = 4;

/** The result of {@link annotateBytes}. */
export interface AnnotatedBytes extends Annotation {
  /** The length prefix; null if none is expected, or it is incomplete. */
  prefix: Uint8Array | null;
  /** The bytes that the spans describe. */
  payload: Uint8Array;
  /** The fault of the frame around the payload; null if it is valid. */
  frameError: Error | null;
}

/** Annotates bytes, as far as they can be read. */
export function annotateBytes(bytes: Uint8Array, { layout, role, isFramed }: DecodeSettings): AnnotatedBytes {
  const { prefix, payload, frameError } = isFramed ? splitFrame(bytes) : whole(bytes);
  return { prefix, payload, frameError, ...annotate(role, layout, payload) };
}

/** The length that a prefix announces. */
export function announcedLength(prefix: Uint8Array): number {
  return new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES).getUint32(0, true);
}

type Split = Pick<AnnotatedBytes, "prefix" | "payload" | "frameError">;

function whole(payload: Uint8Array): Split {
  return { prefix: null, payload, frameError: null };
}

function splitFrame(bytes: Uint8Array): Split {
  const prefix = bytes.length < PREFIX_BYTES ? null : bytes.subarray(0, PREFIX_BYTES);
  const end = prefix === null ? 0 : PREFIX_BYTES + announcedLength(prefix);
  return { prefix, payload: bytes.subarray(PREFIX_BYTES, end), frameError: frameErrorOf(bytes) };
}

function frameErrorOf(bytes: Uint8Array): Error | null {
  try {
    unframe(bytes);
    return null;
  } catch (error) {
    const isExpected = error instanceof MalformedError || error instanceof ProtocolError ||
      error instanceof ConnectionError;
    if (!isExpected) throw error;
    return error;
  }
}
