/**
 * Where the page is: its screen, source, filter and frame, which the address keeps behind `#`, so that Back works.
 *
 * @module
 */
import { type Signal, signal } from "../signals.ts";

/** A place in the page. */
export interface Place {
  /** The source's id; empty for the first one. */
  readonly source: string;
  /** The screen's id. */
  readonly screen: string;
  /** More, by name: a filter, a frame, a table. */
  readonly more: Readonly<Record<string, string>>;
}

/** The place now. */
export const place: Signal<Place> = signal(ofAddress());

addEventListener("popstate", () => place.value = ofAddress());

/** Goes to a place; what is not named stays, except `more`. */
export function go(to: Partial<Place>): void {
  const next = { ...place.value, more: {}, ...to };
  if (wordsOf(next) === wordsOf(place.value)) return;
  place.value = next;
  history.pushState(null, "", `#${wordsOf(next)}`);
}

/** Changes one member of `more`, without a step for Back. */
export function note(name: string, text: string | null): void {
  noteAll({ [name]: text });
}

/** Changes members of `more` at once, without a step for Back; null and an empty text take one away. */
export function noteAll(changes: Readonly<Record<string, string | null>>): void {
  const all = Object.entries({ ...place.value.more, ...changes });
  const more = Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== null && one[1] !== ""));
  replace({ ...place.value, more });
}

/** Goes to a screen, if the page's address names none. */
export function beginAt(screen: string): void {
  if (location.hash === "") replace({ ...place.value, screen });
}

function replace(next: Place): void {
  place.value = next;
  history.replaceState(null, "", `#${wordsOf(next)}`);
}

function wordsOf({ source, screen, more }: Place): string {
  return new URLSearchParams({ source, screen, ...more }).toString();
}

function ofAddress(): Place {
  const { source = "", screen = "wire", ...more } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  return /^#[0-9a-f]{32}$/.test(location.hash) ? { source: "", screen: "wire", more: {} } : { source, screen, more };
}
