/**
 * A frame's bytes: a byte marks its field.
 *
 * @module
 */
import { counted } from "../list/counted.ts";
import type { DetailSpan, FrameDetail } from "../../worker/messages.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";

/** The most bytes that are shown: those around the marked field, from the first one if it is among them. */
const MAX_BYTES = 4_096;
/** Bytes of a line. */
const WIDTH = 16;
/** Lines above the field. */
const LINES_BEFORE = 4;

/** What {@link Bytes} takes. */
export interface BytesProps {
  /** The frame. */
  readonly frame: FrameDetail;
  /** The place of the marked field; null for none. */
  readonly marked: number | null;
  /** The user has chosen a byte of this field. */
  onMark(at: number): void;
}

/** The bytes as hexadecimal digits, and as text. */
export function Bytes({ frame: { payload, spans, problem }, marked, onMark }: BytesProps): ComponentChildren {
  const element = useRef<HTMLPreElement | null>(null);
  useLayoutEffect(() => {
    element.current?.querySelector(".marked")?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  const span = marked === null ? null : spans[marked] ?? null, last = spans.at(-1);
  // What comes after the byte at fault could not be read.
  const read = problem === null ? Infinity : last === undefined ? 0 : last.offset + last.length;
  const kind = (at: number): string => {
    if (span !== null && at >= span.offset && at < span.offset + span.length) return "marked";
    return at >= read ? "unread" : "";
  };
  const mark = (event: MouseEvent): void => {
    const { at } = (event.target as HTMLElement).dataset;
    if (at === undefined) return;
    const found = spans.findIndex(({ offset, length }) => Number(at) >= offset && Number(at) < offset + length);
    if (found >= 0) onMark(found);
  };
  const start = startOf(span),
    shown = payload.subarray(start, start + MAX_BYTES),
    after = payload.length - start - MAX_BYTES;
  const lines = Math.ceil(shown.length / WIDTH);
  return (
    <pre class="bytes" tabIndex={0} aria-label="Bytes" ref={element} onClick={mark}>
      {start > 0 && `${counted(start, "byte")} before\n`}
      {Array.from({ length: lines }, (_, line) => {
        const bytes = shown.subarray(line * WIDTH, (line + 1) * WIDTH), first = start + line * WIDTH;
        return (
          <div key={first}>
            <span class="number">{first.toString(16).padStart(4, "0")}</span>{"  "}
            {[...bytes].map((byte, index) => (
              <span key={index} class={kind(first + index)} data-at={first + index}>
                {`${byte.toString(16).padStart(2, "0")} `}
              </span>
            ))}
            <span class="text">{textOf(bytes)}</span>
          </div>
        );
      })}
      {after > 0 && counted(after, "more byte")}
    </pre>
  );
}

/** Where the bytes begin that are shown: a few lines before a field that the first ones do not have whole. */
function startOf(span: DetailSpan | null): number {
  if (span === null || span.offset + Math.min(span.length, WIDTH) <= MAX_BYTES) return 0;
  return Math.max(0, Math.floor(span.offset / WIDTH) - LINES_BEFORE) * WIDTH;
}

function textOf(bytes: Uint8Array): string {
  return " ".repeat(3 * (WIDTH - bytes.length)) +
    [...bytes].map((byte) => byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·").join("");
}
