/**
 * The palette: everything that can be done now, found by typing.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { nameOf } from "./keys.ts";

/** What can be done. */
export interface Command {
  /** What it does. */
  readonly title: string;
  /** The keys that do it. */
  readonly keys: readonly string[];
  /** Does it. */
  run(): void;
}

/** The palette. It goes when it loses the focus. */
export function Palette({ commands, onClose }: { commands: readonly Command[]; onClose(): void }): ComponentChildren {
  const text = useSignal(""), at = useSignal(0), input = useRef<HTMLInputElement | null>(null);
  const before = useRef<Element | null>(null);
  const words = text.value.toLowerCase().split(/\s+/);
  const found = commands.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  const chosen = Math.min(at.value, found.length - 1);
  // At once, not after the next paint: the key that follows is for the input.
  useLayoutEffect(() => {
    before.current = document.activeElement;
    input.current!.focus();
  }, []);
  useLayoutEffect(() => document.querySelector(`#command-${chosen}`)?.scrollIntoView({ block: "nearest" }), [chosen]);
  // First the focus goes back to where it was: a command may move it.
  const leave = (command: Command | undefined): void => {
    if (before.current instanceof HTMLElement) before.current.focus();
    onClose();
    command?.run();
  };
  const pressed = (event: KeyboardEvent): void => {
    const { key } = event, by = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    if (by !== 0) at.value = (chosen + by + found.length) % Math.max(found.length, 1);
    else if (key === "Enter") leave(found[chosen]);
    else if (key === "Escape") leave(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <div class="palette" role="dialog" aria-label="Commands">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls="commands"
        aria-autocomplete="list"
        aria-activedescendant={found.length === 0 ? undefined : `command-${chosen}`}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={pressed}
        onBlur={onClose}
      />
      <ul id="commands" role="listbox" aria-label="Commands">
        {found.map((command, index) => (
          <li
            key={command.title}
            id={`command-${index}`}
            role="option"
            aria-selected={index === chosen}
            onMouseDown={(event) => {
              event.preventDefault();
              leave(command);
            }}
          >
            <span>{command.title}</span> <kbd>{command.keys.map(nameOf).join(" ")}</kbd>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="empty" role="status">No command has these words.</p>}
    </div>
  );
}
