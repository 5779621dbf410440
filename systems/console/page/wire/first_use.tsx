/**
 * The first use: the tour's first answer is selected, and one line says what it is and how to go on.
 *
 * @module
 */
import type { SourceInfo } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { bindings } from "../shell/keys.ts";
import { type Signal, useSignal } from "../signals.ts";
import type { Selection } from "./selection.ts";
import type { WorkerClient } from "./worker_client.ts";

/** Whether the user has done something: then the line is gone for as long as the page is there. */
let isOver = false;

/** Selects the first answer once it is there; true until the first key or click. */
export function useFirstUse(source: SourceInfo, frames: WorkerClient, selection: Selection): Signal<boolean> {
  const isFirst = useSignal(source.hasTour === true && !isOver && selection.number === 0);
  useLayoutEffect(() => {
    if (!isFirst.value) return;
    const end = (): void => {
      isOver = true;
      isFirst.value = false;
    };
    addEventListener("keydown", end, { capture: true, once: true });
    addEventListener("pointerdown", end, { capture: true, once: true });
    return () => {
      removeEventListener("keydown", end, { capture: true });
      removeEventListener("pointerdown", end, { capture: true });
    };
  }, []);
  const { counts } = frames;
  useLayoutEffect(() => {
    if (!isFirst.value || selection.number !== 0) return;
    frames.first("type=Hello from:driver").then((number) => {
      if (isFirst.value && number !== null) selection.go(number);
    });
  }, [counts.value]);
  return isFirst;
}

/** The line. */
export function FirstUse(): ComponentChildren {
  const ways = Object.entries(SCREENS).flatMap(([title, words]) => {
    const key = bindings.value.find(({ help }) => help === title)?.key;
    return key === undefined ? [] : [`${key} ${words}`];
  });
  return (
    <p class="said">
      This is a driver saying what it is. {["↓ next", ...ways, "drop a recording anywhere"].join(" · ")}
    </p>
  );
}

/** What other screens are for. */
const SCREENS: Readonly<Record<string, string>> = { Connect: "fill its form", Query: "ask it something" };
