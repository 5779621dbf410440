/**
 * What the user has chosen for this page; it stays through a reload, and goes with the tab.
 *
 * @module
 */
import { effect, type Signal, signal } from "../signals.ts";

/** The colours of the page: those of the system, or one scheme. */
export type Scheme = "system" | "light" | "dark";

/** The schemes, by their names for people. */
export const SCHEMES: Readonly<Record<Scheme, string>> = { system: "System colours", light: "Light", dark: "Dark" };

/** The scheme; what draws by itself draws anew when it changes. */
export const scheme: Signal<Scheme> = kept("fluxwire-scheme", schemeOf);

/** Whether single characters do something. */
export const areLettersOn: Signal<boolean> = kept("fluxwire-letters", (text) => text !== "false");

effect(() => {
  document.documentElement.dataset["scheme"] = scheme.value;
});

function schemeOf(text: string | null): Scheme {
  return text === "light" || text === "dark" ? text : "system";
}

function kept<T>(name: string, read: (text: string | null) => T): Signal<T> {
  const choice = signal(read(sessionStorage.getItem(name)));
  effect(() => sessionStorage.setItem(name, String(choice.value)));
  return choice;
}
