/**
 * Opens recordings: by a button, by a drop anywhere in the page, or by a paste.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { bind, isTaken } from "../shell/keys.ts";
import { go } from "../shell/place.ts";
import type { Session } from "../shell/session.ts";
import { useSignal } from "../signals.ts";
import { type GivenFile, givenFile } from "./given_file.ts";

/** The button, and what is shown while a file is dragged over the page. */
export function OpenRecording({ session }: { session: Session }): ComponentChildren {
  const input = useRef<HTMLInputElement | null>(null), isOver = useSignal(false);
  const problem = useSignal<string | null>(null);
  const open = (given: GivenFile | null): void => {
    problem.value = given === null ? "That was no recording: drop or paste a file of probe record" : null;
    if (given !== null) go({ source: session.openFile(given.file, given.title), screen: "wire" });
  };
  const choose = (): void => {
    session.expectFile();
    input.current?.click();
  };
  useLayoutEffect(() => {
    const dragged = (event: DragEvent): void => {
      event.preventDefault();
      if (event.type === "dragover") session.expectFile();
      isOver.value = event.type === "dragover";
    };
    const dropped = (event: DragEvent): void => {
      dragged(event);
      open(givenFile(event.dataTransfer));
    };
    const pasted = (event: ClipboardEvent): void => {
      if (!isTaken(event.target, "Ctrl+v")) open(givenFile(event.clipboardData));
    };
    addEventListener("dragover", dragged);
    addEventListener("dragleave", dragged);
    addEventListener("drop", dropped);
    addEventListener("paste", pasted);
    const bound = bind([{ key: "o", help: "Open a recording", run: choose }]);
    return () => {
      removeEventListener("dragover", dragged);
      removeEventListener("dragleave", dragged);
      removeEventListener("drop", dropped);
      removeEventListener("paste", pasted);
      bound[Symbol.dispose]();
    };
  }, [session]);
  const chosen = (): void => {
    const file = input.current?.files?.[0];
    if (file === undefined) return;
    input.current!.value = "";
    open({ file, title: file.name });
  };
  return (
    <span class="open">
      <button type="button" onClick={choose}>Open…</button>
      <input type="file" hidden ref={input} aria-label="Recording" onChange={chosen} />
      {isOver.value && <span class="over" role="status">Drop a recording to open it here</span>}
      {problem.value !== null && <span class="problem" role="status">{problem.value}</span>}
    </span>
  );
}
