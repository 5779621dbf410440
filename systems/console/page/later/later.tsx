/**
 * Shows a screen that is loaded when it is shown first, or stands in the page's file.
 *
 * @module
 */
import "./shared.ts";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { type Signal, signal } from "../signals.ts";

type Screens = typeof import("./screens.ts");

/** The file that the page's build makes of `chunk.ts`. */
const FILE: string = "/later.js";

const state: Signal<Screens | "loading" | "failed" | null> = signal(null);

Object.assign((globalThis as unknown as { fluxwire: object }).fluxwire, {
  add: (screens: Screens) => state.value = screens,
});

/** A screen of `screens.ts`, by its name there. */
export function later(name: keyof Screens): (props: ScreenProps) => ComponentChildren {
  return (props) => {
    useLayoutEffect(load, []);
    if (state.value === "failed") {
      return (
        <p class="problem" role="alert">
          This screen could not be loaded: the console does not answer, or was updated.{" "}
          <button type="button" onClick={() => location.reload()}>Reload</button>
        </p>
      );
    }
    if (state.value === null || state.value === "loading") return <p class="empty" role="status">Loading…</p>;
    const View = state.value[name];
    return <View {...props} />;
  };
}

function load(): void {
  if (state.value !== null) return;
  state.value = "loading";
  // In a page without a server, what adds them runs next.
  if (document.querySelector("#report") === null) import(FILE).catch(() => state.value = "failed");
}
