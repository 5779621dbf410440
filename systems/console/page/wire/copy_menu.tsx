/**
 * The menu that copies a frame, by keys as well.
 *
 * @module
 */
import type { FrameDetail } from "../../worker/messages.ts";
import { type ComponentChildren, h, useMemo, useRef } from "../preact.ts";
import { copied as copyText, NOT_COPIED } from "../shell/clipboard.ts";
import { type Copied, copiesOf } from "./copied.ts";

/** What {@link CopyMenu} takes. */
export interface CopyMenuProps {
  /** The frame. */
  readonly frame: FrameDetail;
  /** The menu is to be closed; a text says what was done. */
  onDone(words: string | null): void;
}

/** The menu: arrows, Enter, Escape, or the numbers of its items. */
export function CopyMenu({ frame, onDone }: CopyMenuProps): ComponentChildren {
  const menu = useRef<HTMLDivElement | null>(null), copies = copiesOf(frame);
  // At once, not after the next paint: the key that follows is for the menu.
  const attach = useMemo(() => (element: HTMLDivElement | null) => {
    menu.current = element;
    element?.querySelector<HTMLElement>("button:not([aria-disabled=true])")?.focus();
  }, []);
  const copy = async (copied: Copied | undefined): Promise<void> => {
    if (copied === undefined || copied.text === null) return;
    const isCopied = await copyText(copied.text);
    onDone(isCopied ? `Copied ${copied.title[0]!.toLowerCase()}${copied.title.slice(1)}` : NOT_COPIED);
  };
  const pressed = (event: KeyboardEvent): void => {
    const items = [...menu.current!.querySelectorAll<HTMLElement>("button")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) items.at(next % items.length)!.focus();
    else if (/^[1-3]$/.test(event.key)) void copy(copies[Number(event.key) - 1]);
    else if (event.key === "Escape" || event.key === "Tab") onDone(null);
    else if (event.key.length > 1) return;
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== " ") event.preventDefault();
  };
  return (
    <div class="menu" role="menu" aria-label="Copy the frame" ref={attach} onKeyDown={pressed}>
      {copies.map((copied, index) => (
        <button
          key={copied.title}
          type="button"
          role="menuitem"
          aria-disabled={copied.text === null}
          onClick={() => void copy(copied)}
        >
          <kbd>{index + 1}</kbd> {copied.title}
          {copied.text === null && `: ${copied.why}`}
        </button>
      ))}
    </div>
  );
}
