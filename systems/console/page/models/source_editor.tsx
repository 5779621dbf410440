/**
 * A source to edit, and what is wrong at which of its lines: a plain text area until the editor's chunk has come.
 *
 * @module
 */
import type { ModelProblem } from "@fluxwire/console/api";
import type { MadeEditor } from "../editor/chunk.ts";
import { loadEditor } from "../editor/load.ts";
import { JAVASCRIPT } from "../editor/tokens.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";

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

/** The editor. Another label makes another editor. */
export function SourceEditor({ label, text, problems, isFixed, onText }: SourceEditorProps): ComponentChildren {
  const element = useRef<HTMLDivElement | null>(null), area = useRef<HTMLTextAreaElement | null>(null);
  const made = useSignal<MadeEditor | null>(null), known = useRef(text), change = useRef(onText);
  change.current = onText;
  if (made.value === null) known.current = text;
  const placed = problems.filter(({ line }) => line !== null);
  useLayoutEffect(() => {
    let isGone = false, editor: MadeEditor | null = null;
    const make = async (): Promise<void> => {
      const { createEditor } = await loadEditor();
      if (isGone) return;
      editor = createEditor({
        parent: element.current!,
        text: known.current,
        announced: JAVASCRIPT,
        nonce: document.body.dataset["nonce"]!,
        label,
        isFixed,
        onText: (next) => {
          known.current = next;
          change.current(next);
        },
        onRun: () => {},
      });
      made.value = editor;
    };
    // Without its chunk the text area stays.
    make().catch(() => {});
    return () => {
      isGone = true;
      editor?.remove();
      made.value = null;
    };
  }, [label, isFixed]);
  useLayoutEffect(() => {
    if (made.value !== null && text !== known.current) made.value.put(text);
  }, [text, made.value]);
  useLayoutEffect(() => {
    made.value?.mark(placed.map(({ line }) => line!));
  }, [problems, made.value]);

  const go = ({ line, column }: ModelProblem): void => {
    if (made.value !== null) return made.value.goTo({ line: line!, column });
    const before = text.split("\n").slice(0, line! - 1).map((one) => `${one}\n`).join("").length;
    area.current!.focus();
    area.current!.setSelectionRange(before + (column ?? 1) - 1, before + (column ?? 1) - 1);
  };
  return (
    <div>
      <div class="source-editor" ref={element}>
        {made.value === null && (
          <textarea
            ref={area}
            aria-label={label}
            wrap="off"
            spellcheck={false}
            readOnly={isFixed}
            value={text}
            onInput={(event) => onText(event.currentTarget.value)}
          />
        )}
      </div>
      {placed.length > 0 && (
        <div role="alert">
          <ul class="source-problems">
            {placed.map((one) => (
              <li key={one.message}>
                ✕ <button type="button" onClick={() => go(one)}>line {one.line}, column {one.column ?? 1}</button>{" "}
                {one.message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
