/**
 * One frame, byte by byte.
 *
 * @module
 */
import { annotate, type Layout } from "@fluxwire/wire";
import { filterOf } from "./filter_of.ts";
import type { AskedEnvelope, DetailSpan, FrameDetail, ListRow } from "./messages.ts";
import { shownLine } from "./shown_text.ts";
import type { FrameEntry } from "./recording_entry.ts";

/** The most spans that are shown of a frame. */
const MAX_SPANS = 2_000;
/** The most characters of a value, and bytes of one. */
const MAX_VALUE = 200, MAX_BYTES = 64;

/**
 * What the page shows of a frame.
 *
 * @param question The row and the entry of the request that it is or answers; otherwise null.
 */
export function detailOf(
  row: ListRow,
  entry: FrameEntry,
  question: { number: number; entry: FrameEntry } | null,
): FrameDetail {
  const { layout, hex, envelope, pass, masked, unreadable, from } = entry;
  const payload = hex === null ? new Uint8Array() : Uint8Array.fromHex(hex);
  const start = { row, layout, pass, payload, envelope, masked, question: questionOf(question) };
  if (layout === null || hex === null) {
    return { ...start, spans: [], omitted: 0, problem: unreadable?.reason ?? null };
  }
  const role = from === "host" ? "request" : "response";
  const { spans, omitted, error } = annotate(role, layout as Layout, payload, { maxSpans: MAX_SPANS });
  return { ...start, spans: spans.map(shown), omitted, problem: unreadable?.reason ?? error?.message ?? null };
}

function questionOf(question: { number: number; entry: FrameEntry } | null): FrameDetail["question"] {
  const { envelope, layout } = question?.entry ?? { envelope: null, layout: null };
  if (question === null || envelope === null || layout === null) return null;
  return { number: question.number, envelope: envelope as AskedEnvelope, layout };
}

function shown({ offset, length, path, type, value }: ReturnType<typeof annotate>["spans"][number]): DetailSpan {
  return { offset, length, path, type, value: textOf(value), filter: filterOf(path, type, value) };
}

function textOf(value: null | boolean | number | bigint | string | Uint8Array): string {
  if (value instanceof Uint8Array) {
    const start = value.subarray(0, MAX_BYTES).toHex();
    return value.length > MAX_BYTES ? `0x${start}… ${value.length} bytes` : `0x${start}`;
  }
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return shownLine(text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
}
