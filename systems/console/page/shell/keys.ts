/**
 * Keys: single letters do nothing inside inputs.
 *
 * @module
 */
import { type Signal, signal } from "../signals.ts";

/** A key, and what it does. */
export interface Binding {
  /** As `KeyboardEvent.key` has it; with `Ctrl+` before it for the control or command key. */
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

/** Whether single letters do something. */
export const areLettersOn: Signal<boolean> = signal(true);

/** The bindings that hold now, the newest last. */
export const bindings: Signal<readonly Binding[]> = signal([]);

/** Adds bindings until it is disposed. */
export function bind(added: readonly Binding[]): Disposable {
  bindings.value = [...bindings.value, ...added];
  return { [Symbol.dispose]: () => bindings.value = bindings.value.filter((one) => !added.includes(one)) };
}

addEventListener("keydown", (event) => {
  if (event.altKey) return;
  const key = event.ctrlKey || event.metaKey ? `Ctrl+${event.key}` : event.key;
  const found = bindings.value.findLast((one) => one.key === key && (one.when?.() ?? true));
  if (found === undefined || !found.isEverywhere && isInput(event.target)) return;
  if (key.length === 1 && /[a-z]/i.test(key) && !areLettersOn.value) return;
  event.preventDefault();
  found.run();
});

/** Whether letters are typed into something. */
export function isInput(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
