/**
 * Keys: single characters do nothing inside inputs, and can be switched off.
 *
 * @module
 */
import { type Signal, signal } from "../signals.ts";
import { areLettersOn } from "./choices.ts";

/** A key, and what it does. */
export interface Binding {
  /** As `KeyboardEvent.key` has it; with `Ctrl+` before it for the control or command key, or `Shift+`. */
  readonly key: string;
  /** What it does, for the list of keys. */
  readonly help: string;
  /** Does it. */
  run(): void;
  /** Whether it works inside inputs as well. */
  readonly isEverywhere?: boolean;
  /** Whether it does something now; otherwise the key is the browser's. */
  when?(): boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  " ": "Space",
};

/** The bindings that hold now, the newest last. */
export const bindings: Signal<readonly Binding[]> = signal([]);

/** Adds bindings until it is disposed. */
export function bind(added: readonly Binding[]): Disposable {
  bindings.value = [...bindings.value, ...added];
  return { [Symbol.dispose]: () => bindings.value = bindings.value.filter((one) => !added.includes(one)) };
}

/** What holds now, by what it does: the keys that do it, and the binding itself. */
export function helpOf(all: readonly Binding[]): Map<string, { keys: string[]; run: () => void }> {
  const found = new Map<string, { keys: string[]; run: () => void }>();
  for (const { key, help, run } of all) {
    const known = found.get(help);
    if (known === undefined) found.set(help, { keys: [key], run });
    else if (!known.keys.includes(key)) known.keys.push(key);
  }
  return found;
}

/** A binding's key, as people write it. */
export function nameOf(key: string): string {
  return NAMES[key] ?? key.replace(/^Ctrl\+[a-z]$/, (name) => `Ctrl+${name.at(-1)!.toUpperCase()}`);
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.defaultPrevented) return;
  const isControl = event.ctrlKey || event.metaKey,
    plain = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const key = isControl ? `Ctrl+${plain}` : event.key;
  const wanted = event.shiftKey ? [`Shift+${key}`, key] : [key];
  const found = bindings.value.findLast((one) => wanted.includes(one.key) && (one.when?.() ?? true));
  if (found === undefined || !found.isEverywhere && isTaken(event.target, key)) return;
  if (key.length === 1 && !areLettersOn.value) return;
  event.preventDefault();
  found.run();
});

/** Whether a control needs the key itself. */
export function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return true;
  return (key === " " || key === "Enter") && target.closest("button, a[href], input, summary") !== null;
}
