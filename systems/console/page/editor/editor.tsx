/**
 * The place of the editor: a plain text area until its chunk has come, and if it does not.
 *
 * @module
 */
import { openedOf, sessionOf } from "../connect/sessions.ts";
import { type ComponentChildren, h, type RefObject, useLayoutEffect, useRef } from "../preact.ts";
import { type Signal, useSignal } from "../signals.ts";
import type * as Chunk from "./chunk.ts";
import { announcedBy } from "./announced.ts";
import { loadEditor } from "./load.ts";

/** What can be done with an editor. */
export type EditorHandle = Omit<Chunk.MadeEditor, "remove" | "mark">;

/** What an {@link Editor} takes. */
export interface EditorProps {
  /** The source's id. */
  readonly source: string;
  /** The text. */
  readonly text: Signal<string>;
  /** Gets the editor. */
  readonly handle: RefObject<EditorHandle | null>;
  /** The statement is to be run. */
  onRun(): void;
}

/** The editor. */
export function Editor({ source, text, handle, onRun }: EditorProps): ComponentChildren {
  const element = useRef<HTMLDivElement>(null), area = useRef<HTMLTextAreaElement>(null), isMade = useSignal(false);
  const run = useRef(onRun);
  run.current = onRun;
  useLayoutEffect(() => {
    let made: Chunk.MadeEditor | null = null, isGone = false;
    handle.current = areaHandle(area.current!, text);
    const make = async (): Promise<void> => {
      const { createEditor } = await loadEditor();
      if (isGone) return;
      const hadFocus = document.activeElement === area.current, open = sessionOf(source).peek();
      made = createEditor({
        parent: element.current!,
        text: text.peek(),
        announced: announcedBy(open === null ? null : openedOf(open)),
        nonce: document.body.dataset["nonce"]!,
        label: "Statement",
        onText: (next) => text.value = next,
        onRun: () => run.current(),
      });
      handle.current = made;
      isMade.value = true;
      if (hadFocus) made.goTo({ line: 1, column: null });
    };
    // Without its chunk the text area stays: it can do the same, without colours.
    make().catch(() => {});
    return () => {
      isGone = true;
      made?.remove();
      handle.current = null;
    };
  }, [source]);
  return (
    <div class="editor" ref={element}>
      {!isMade.value && (
        <textarea
          ref={area}
          aria-label="Statement"
          spellcheck={false}
          value={text.value}
          onInput={(event) => text.value = event.currentTarget.value}
        />
      )}
    </div>
  );
}

function areaHandle(area: HTMLTextAreaElement, text: Signal<string>): EditorHandle {
  return {
    selected: () => area.value.slice(area.selectionStart, area.selectionEnd),
    put: (next) => {
      text.value = next;
      area.focus();
    },
    goTo: ({ line, column }) => {
      const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(before + (column ?? 1) - 1, before + (column ?? 1) - 1);
    },
  };
}
