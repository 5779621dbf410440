/**
 * One frame: its fields, its bytes and its message; a field marks its bytes, and a byte its field.
 *
 * @module
 */
import { type ComponentChildren, h, useEffect } from "../preact.ts";
import { useSignal } from "../signals.ts";
import type { DetailSpan, FrameDetail } from "../../worker/messages.ts";

const VIEWS = ["Fields", "Bytes", "JSON"] as const;
/** The most bytes that are shown. */
const MAX_BYTES = 4_096;

/** The pane. */
export function Detail({ frame }: { frame: FrameDetail }): ComponentChildren {
  const view = useSignal<typeof VIEWS[number]>("Fields"), marked = useSignal<number | null>(null);
  useEffect(() => {
    marked.value = null;
  }, [frame]);
  const span = marked.value === null ? null : frame.spans[marked.value] ?? null;
  const { row, layout, pass } = frame;
  return (
    <article class="detail" aria-label={`Frame ${row.number}`}>
      <h2>{row.what}{row.request !== null && ` #${row.request}`}</h2>
      <p class="facts">
        {row.bytes.toLocaleString("en")} bytes, layout {layout ?? "not known yet"}, {pass ?? "not read"}
        {row.from === "host" && row.other === null && ", no answer"}
      </p>
      {frame.problem !== null && <p class="problem">{frame.problem}</p>}
      <div class="tabs" role="tablist">
        {VIEWS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={view.value === name}
            onClick={() => view.value = name}
          >
            {name}
          </button>
        ))}
      </div>
      {view.value === "Fields" && <Fields frame={frame} marked={marked.value} onMark={(at) => marked.value = at} />}
      {view.value === "JSON" && <pre tabIndex={0}>{JSON.stringify(frame.envelope, null, 2)}</pre>}
      {view.value !== "JSON" && <Bytes frame={frame} span={span} onMark={(at) => marked.value = at} />}
    </article>
  );
}

interface MarkProps {
  readonly frame: FrameDetail;
  onMark(at: number): void;
}

function Fields({ frame, marked, onMark }: MarkProps & { marked: number | null }): ComponentChildren {
  return (
    <table class="fields">
      <thead>
        <tr>
          <th>Offset</th>
          <th>Field</th>
          <th>Type</th>
          <th>Value</th>
        </tr>
      </thead>
      <tbody>
        {frame.spans.map(({ offset, path, type, value }, at) => (
          <tr
            key={at}
            class={at === marked ? "selected" : ""}
            onMouseEnter={() => onMark(at)}
            onClick={() => onMark(at)}
          >
            <td>{offset.toString(16).padStart(4, "0")}</td>
            <td>{path}</td>
            <td>{type}</td>
            <td>{value}</td>
          </tr>
        ))}
        {frame.omitted > 0 && (
          <tr>
            <td colSpan={4}>{frame.omitted.toLocaleString("en")} more fields</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Bytes(
  { frame: { payload, spans }, span, onMark }: MarkProps & { span: DetailSpan | null },
): ComponentChildren {
  const shown = payload.subarray(0, MAX_BYTES);
  const lines = Array.from(
    { length: Math.ceil(shown.length / 16) },
    (_, line) => shown.subarray(line * 16, line * 16 + 16),
  );
  const isMarked = (at: number): boolean => span !== null && at >= span.offset && at < span.offset + span.length;
  const mark = (at: number): void =>
    onMark(spans.findIndex(({ offset, length }) => at >= offset && at < offset + length));
  return (
    <pre class="bytes" tabIndex={0}>
      {lines.map((bytes, line) => (
        <div key={line}>
          <span class="number">{(line * 16).toString(16).padStart(4, "0")}</span>{"  "}
          {[...bytes].map((byte, at) => (
            <span key={at} class={isMarked(line * 16 + at) ? "marked" : ""} onMouseEnter={() => mark(line * 16 + at)}>
              {`${byte.toString(16).padStart(2, "0")} `}
            </span>
          ))}
          <span class="text">{textOf(bytes)}</span>
        </div>
      ))}
      {payload.length > MAX_BYTES && `${(payload.length - MAX_BYTES).toLocaleString("en")} more bytes`}
    </pre>
  );
}

function textOf(bytes: Uint8Array): string {
  return " ".repeat(3 * (16 - bytes.length)) +
    [...bytes].map((byte) => byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·").join("");
}
