/**
 * An answer in the form that it has: a grid, JSON, a text, bytes, or a sentence.
 *
 * @module
 */
import { hexLines, indented } from "../grid/forms.ts";
import { ResultGrid } from "../grid/result_grid.tsx";
import { counted } from "../list/counted.ts";
import { shownLines } from "../../worker/shown_text.ts";
import { type ComponentChildren, h } from "../preact.ts";
import { JsonTree } from "./json_tree.tsx";
import { affectedText, type Shown } from "./running.ts";

/** The most characters of a text that are shown. */
const MAX_TEXT = 500_000;

/** What a {@link ResultView} takes. */
export interface ResultViewProps {
  /** The answer. */
  readonly shown: Shown;
  /** Whether another one is on its way. */
  readonly isBusy: boolean;
  /** Whether the last statement has failed: this is the answer of one before. */
  readonly isBefore: boolean;
  /** The next page is wanted. */
  onNext(): void;
}

/** The answer, and a line about it. */
export function ResultView({ shown, isBusy, isBefore, onNext }: ResultViewProps): ComponentChildren {
  const { result: { head }, asked, ms, wireMs } = shown, isTable = head.shape === "Table" && head.columns.length > 0;
  const isMore = head.hasNext || asked.limit !== null && head.rows >= asked.limit && isTable;
  const isOld = isBusy || isBefore,
    facts = [
      ...(isBefore ? ["The answer before"] : []),
      ...(isTable ? [`${counted(head.rows, "row")} × ${counted(head.columns.length, "column")}`] : []),
      ...(isTable && asked.offset > 0 ? [`from row ${(asked.offset + 1).toLocaleString("en")}`] : []),
      `database ${head.executionTimeMs} ms`,
      `driver ${ms.toFixed(0)} ms`,
      `wire ${Math.max(0, wireMs - ms).toFixed(0)} ms`,
      sizeOf(head.size),
    ];
  return (
    <section class={`result ${isOld ? "old" : ""}`} aria-label="Answer">
      <div class="result-body">
        {isTable ? <ResultGrid result={shown.result} isOld={isOld} isBusy={isBusy} /> : <Other shown={shown} />}
      </div>
      <p class="bar facts">
        <span role="status">{facts.join(" · ")}</span>
        {isMore && <button type="button" disabled={isBusy} onClick={onNext}>Next page</button>}
      </p>
    </section>
  );
}

function Other({ shown: { result: { head } } }: { shown: Shown }): ComponentChildren {
  const { shape, text, bytes } = head;
  if (shape === "Binary") {
    if (bytes === null || bytes.length === 0) return <p class="empty">The answer has no bytes</p>;
    return <pre class="whole" tabIndex={0} aria-label="Bytes">{hexLines(bytes)}</pre>;
  }
  if (text === "") return <p class="empty">The answer is an empty text</p>;
  if (shape === "Json" && text !== null) {
    return <JsonTree text={text} fallback={<Text text={indented(text.slice(0, MAX_TEXT))} />} />;
  }
  if (text !== null) return <Text text={text} />;
  return <p class="empty">{affectedText(head.affectedRows)}</p>;
}

function Text({ text }: { text: string }): ComponentChildren {
  const more = text.length - MAX_TEXT;
  return (
    <pre class="whole" tabIndex={0} aria-label="Text">
      {shownLines(text.slice(0, MAX_TEXT))}
      {more > 0 && `\n… ${more.toLocaleString("en")} more characters`}
    </pre>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
