/**
 * A source to edit, with the numbers of its lines, and what is wrong at which of them.
 *
 * @module
 */
import type { ModelProblem } from "@fluxwire/console/api";
import { type ComponentChildren, h, useRef } from "../preact.ts";

/** What a {@link SourceEditor} takes. */
export interface SourceEditorProps {
  /** What it is. */
  readonly label: string;
  /** The text. */
  readonly text: string;
  /** What is wrong with it. */
  readonly problems: readonly ModelProblem[];
  /** Whether it cannot be changed. */
  readonly isFixed: boolean;
  /** It has another text. */
  onText(text: string): void;
}

/** The editor. */
export function SourceEditor({ label, text, problems, isFixed, onText }: SourceEditorProps): ComponentChildren {
  const area = useRef<HTMLTextAreaElement | null>(null), gutter = useRef<HTMLDivElement | null>(null);
  const wrong = new Set(problems.map(({ line }) => line)), count = text.split("\n").length;
  const placed = problems.filter(({ line }) => line !== null);
  const go = ({ line, column }: ModelProblem): void => {
    const before = text.split("\n").slice(0, line! - 1).join("\n").length + (line! > 1 ? 1 : 0);
    const at = Math.min(before + Math.max((column ?? 1) - 1, 0), text.length);
    area.current!.focus();
    area.current!.setSelectionRange(at, at);
  };
  return (
    <div>
      <div class="source-editor">
        <div class="gutter" ref={gutter} aria-hidden="true">
          {Array.from({ length: count }, (_, index) => (
            <div key={index} class={wrong.has(index + 1) ? "marked" : ""}>
              {wrong.has(index + 1) ? "✕ " : ""}
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label={label}
          aria-invalid={problems.length > 0}
          aria-describedby={placed.length > 0 ? "source-problems" : undefined}
          wrap="off"
          spellcheck={false}
          readOnly={isFixed}
          value={text}
          onInput={(event) => onText(event.currentTarget.value)}
          onScroll={(event) => gutter.current!.scrollTop = event.currentTarget.scrollTop}
        />
      </div>
      {placed.length > 0 && (
        <div role="alert">
          <ul id="source-problems" class="source-problems">
            {placed.map((one) => (
              <li key={one.message}>
                <button type="button" onClick={() => go(one)}>line {one.line}, column {one.column ?? 1}</button>{" "}
                {one.message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
