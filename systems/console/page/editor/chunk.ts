/**
 * The editor, which the page loads when a screen needs it.
 *
 * @module
 */
import {
  bracketMatching,
  Decoration,
  type DecorationSet,
  defaultKeymap,
  EditorState,
  EditorView,
  HighlightStyle,
  history,
  historyKeymap,
  keymap,
  lineNumbers,
  placeholder,
  StateEffect,
  StateField,
  StreamLanguage,
  syntaxHighlighting,
  tags,
} from "./codemirror.ts";
import { type Announced, tokenizerOf } from "./tokens.ts";

/** What an editor is made of. */
export interface EditorSetup {
  /** Where it stands. */
  readonly parent: HTMLElement;
  /** Its text. */
  readonly text: string;
  /** What the driver announces of its language. */
  readonly announced: Announced;
  /** The nonce of the styles that it makes. */
  readonly nonce: string;
  /** What it is, for screen readers. */
  readonly label: string;
  /**
   * Whether it can be read only.
   *
   * @default {false}
   */
  readonly isFixed?: boolean;
  /** The text has changed. */
  onText(text: string): void;
  /** The statement is to be run. */
  onRun(): void;
}

/** An editor that stands in the page. */
export interface MadeEditor {
  /** The selected text; empty for none. */
  selected(): string;
  /** Replaces the text, as one step of undo, and takes the focus. */
  put(text: string): void;
  /** Puts the cursor at a place, counted from 1, and takes the focus. */
  goTo(place: { readonly line: number; readonly column: number | null }): void;
  /** Marks lines, counted from 1, in place of those that were marked before. */
  mark(lines: readonly number[]): void;
  /** Removes it. */
  remove(): void;
}

const STYLE = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.string, color: "var(--string)" },
  { tag: tags.number, color: "var(--number)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", backgroundColor: "var(--ground)", color: "var(--text)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-placeholder": { color: "var(--quiet)" },
});

const marked = StateEffect.define<readonly number[]>();

/** The marked lines, which move with the text. */
const MARKS = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects, newDoc }) {
    const effect = effects.find((one) => one.is(marked));
    if (effect === undefined) return before.map(changes);
    const lines = (effect.value as readonly number[]).filter((line) => line <= newDoc.lines).toSorted((a, b) => a - b);
    const mark = Decoration.line({ class: "marked" });
    return Decoration.set(lines.map((line) => mark.range(newDoc.line(line).from)));
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Text that is typed over a selection. The browser would keep the look of what it replaces by a style of its own, which
 * the page's policy refuses with a complaint.
 */
const TYPED_OVER = EditorView.domEventHandlers({
  beforeinput: ({ inputType, data, isComposing }, view) => {
    if (inputType !== "insertText" || data === null || isComposing || view.state.readOnly) return false;
    // What the page shows is selected: the editor may learn of it later.
    const shown = document.getSelection();
    if (shown === null || shown.isCollapsed || !view.contentDOM.contains(shown.anchorNode)) return false;
    const { startContainer, startOffset, endContainer, endOffset } = shown.getRangeAt(0);
    const from = view.posAtDOM(startContainer, startOffset), to = view.posAtDOM(endContainer, endOffset);
    const insert = view.state.toText(data), selection = { anchor: from + insert.length };
    view.dispatch({ changes: { from, to, insert }, selection, userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

/** Makes an editor. Tab goes on to the next control, as everywhere on the page. */
export function createEditor(setup: EditorSetup): MadeEditor {
  const { parent, text, announced, nonce, label, isFixed = false, onText, onRun } = setup;
  const run = (): boolean => {
    onRun();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        THEME,
        lineNumbers(),
        history(),
        MARKS,
        EditorState.readOnly.of(isFixed),
        bracketMatching(),
        StreamLanguage.define(tokenizerOf(announced)),
        syntaxHighlighting(STYLE),
        placeholder(announced.placeholder),
        EditorView.lineWrapping,
        TYPED_OVER,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        keymap.of([{ key: "Mod-Enter", run }, ...defaultKeymap, ...historyKeymap]),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onText(state.doc.toString());
        }),
      ],
    }),
  });
  // Its text takes the focus, also by keys that scroll.
  view.scrollDOM.removeAttribute("tabindex");
  return {
    selected: () => {
      const { from, to } = view.state.selection.main;
      return view.state.sliceDoc(from, to);
    },
    put: (next) => {
      const changes = { from: 0, to: view.state.doc.length, insert: next };
      view.dispatch({ changes, selection: { anchor: next.length } });
      view.focus();
    },
    goTo: ({ line, column }) => {
      const { from, to } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: Math.min(from + (column ?? 1) - 1, to) }, scrollIntoView: true });
      view.focus();
    },
    mark: (lines) => view.dispatch({ effects: marked.of(lines) }),
    remove: () => view.destroy(),
  };
}
