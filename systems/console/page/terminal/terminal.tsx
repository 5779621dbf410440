/**
 * A terminal: shows the bytes of a run, and sends what is typed.
 *
 * @module
 */
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { sentBy, sentText } from "./keys.ts";
import { classesOf } from "./style.ts";
import type { Line, TerminalScreen } from "./terminal_screen.ts";

/** The most bytes of one message; what is pasted is sent in several. */
const MAX_PIECE = 32_768;
/** What the place of the next character is drawn with: a space would be dropped at a line's end. */
const CELL = "\u00a0";
const utf8 = new TextEncoder();

/** What a {@link Terminal} takes. */
export interface TerminalProps {
  /** What is shown. */
  readonly screen: TerminalScreen;
  /** Changes when the screen has. */
  readonly version: number;
  /** Whether bytes can still be sent. */
  readonly isOpen: boolean;
  /** What it is a terminal of. */
  readonly label: string;
  /** Sends bytes. */
  onBytes(bytes: Uint8Array): void;
}

/** The terminal. */
export function Terminal({ screen, isOpen, label, onBytes, version }: TerminalProps): ComponentChildren {
  const view = useRef<HTMLPreElement | null>(null), input = useRef<HTMLTextAreaElement | null>(null);
  const isTabSent = useSignal(false), isAtEnd = useRef(true);
  useLayoutEffect(() => input.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    if (isAtEnd.current) view.current!.scrollTop = view.current!.scrollHeight;
  }, [version]);

  const send = (text: string): void => {
    const bytes = utf8.encode(text);
    for (let at = 0; at < bytes.length; at += MAX_PIECE) onBytes(bytes.subarray(at, at + MAX_PIECE));
  };
  const pressed = (event: KeyboardEvent): void => {
    const isCopy = event.ctrlKey && event.key === "c" && getSelection()?.isCollapsed === false;
    const text = isCopy || event.isComposing ? null : sentBy(event, isTabSent.value);
    // Keys of the page, such as digits for screens, do nothing here; F6 leaves.
    if (event.key !== "F6") event.stopPropagation();
    if (text === null) return;
    event.preventDefault();
    send(text);
  };
  const typed = (event: { currentTarget: HTMLTextAreaElement; isComposing?: boolean }): void => {
    if (event.isComposing) return;
    send(sentText(event.currentTarget.value));
    event.currentTarget.value = "";
  };
  const scrolled = (): void => {
    const { scrollTop, clientHeight, scrollHeight } = view.current!;
    isAtEnd.current = scrollTop + clientHeight >= scrollHeight - 4;
  };
  const { lines, dropped } = screen, last = lines.at(-1)!;
  return (
    <div class="terminal" onClick={() => getSelection()?.isCollapsed !== false && input.current?.focus()}>
      <pre
        class="terminal-lines"
        ref={view}
        onScroll={scrolled}
        tabIndex={0}
        role="log"
        aria-label={`${label}: output`}
      >
        {dropped > 0 && <div class="quiet">no longer kept: {counted(dropped, "line")} before</div>}
        {lines.map((line) => line === last ? <Last key={line.number} line={line} column={screen.column} isOpen={isOpen} /> : drawn(line))}
      </pre>
      <textarea
        ref={input}
        class="terminal-input"
        rows={1}
        placeholder={isOpen ? "Type here" : ""}
        aria-label={`${label}: input`}
        autocapitalize="off"
        autocomplete="off"
        spellcheck={false}
        disabled={!isOpen}
        onKeyDown={pressed}
        onInput={typed}
        onCompositionEnd={typed}
      />
      <label class="terminal-tab">
        <input
          type="checkbox"
          checked={isTabSent.value}
          onInput={(event) => isTabSent.value = event.currentTarget.checked}
        />{" "}
        Send Tab (Shift+Tab leaves)
      </label>
    </div>
  );
}

/** The line that is written on, with the place of the next character. */
function Last({ line, column, isOpen }: { line: Line; column: number; isOpen: boolean }): ComponentChildren {
  const text = line.pieces.map((piece) => piece.text).join(""), isAtEnd = column >= [...text].length;
  return (
    <div>
      {piecesOf(line)}
      {isOpen && isAtEnd && <span class="cursor">{CELL}</span>}
    </div>
  );
}

/** Elements of lines that do not change any more: the same one is not compared again. */
const known = new WeakMap<Line, ComponentChildren>();

function drawn(line: Line): ComponentChildren {
  const found = known.get(line);
  if (found !== undefined) return found;
  const element = <div key={line.number}>{piecesOf(line)}{line.pieces.length === 0 && " "}</div>;
  known.set(line, element);
  return element;
}

function piecesOf({ pieces }: Line): ComponentChildren {
  return pieces.map(({ text, style }, at) => {
    const classes = classesOf(style);
    return classes === "" ? text : <span key={at} class={classes}>{text}</span>;
  });
}
