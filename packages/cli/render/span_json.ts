/**
 * Annotated bytes as one JSON document.
 *
 * @module
 */
import type { Span } from "@fluxwire/wire";
import { type AnnotatedBytes, announcedLength } from "./annotated.ts";
import type { Failure } from "@fluxwire/command";
import { failureOf } from "../command/failure.ts";

/** A span in the document: 64-bit integers as decimal texts, byte strings in hex. */
export interface SpanDocument extends Omit<Span, "length" | "value"> {
  /** Its bytes, in hex. */
  bytes: string;
  /** Its value. */
  value: null | boolean | number | string;
}

/** The document of `decode --annotate --json`. */
export interface AnnotationDocument {
  /** The reading that succeeded; null if none did. */
  pass: string | null;
  /** The spans, in order. */
  spans: SpanDocument[];
  /** How many further spans were left out. */
  omitted: number;
  /** The fault and its place in the payload; missing if the payload is valid. */
  error?: Failure & { offset: number; path: string };
}

/** The document for annotated bytes; the length prefix is a span at -4. */
export function annotationDocument(annotated: AnnotatedBytes): AnnotationDocument {
  const { prefix, payload, spans, omitted, pass, error, frameError } = annotated;
  const document: AnnotationDocument = { pass, spans: spans.map((span) => spanDocument(span, payload)), omitted };
  if (prefix !== null) {
    const value = announcedLength(prefix);
    document.spans.unshift({ offset: -4, bytes: prefix.toHex(), path: "", type: "length", value });
  }
  const failure = frameError ?? error;
  if (failure !== null) {
    const { offset, path } = error ?? { offset: payload.length, path: "" };
    document.error = { ...failureOf(failure), offset, path };
  }
  return document;
}

function spanDocument({ offset, length, path, type, value }: Span, payload: Uint8Array): SpanDocument {
  return { offset, bytes: payload.subarray(offset, offset + length).toHex(), path, type, value: plain(value) };
}

function plain(value: Span["value"]): SpanDocument["value"] {
  if (value instanceof Uint8Array) return value.toHex();
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "number") return value;
  return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : String(value);
}
