/**
 * The keys of the screen of frames.
 *
 * @module
 */
import type { FrameDetail } from "../../worker/messages.ts";
import type { Binding } from "../shell/keys.ts";
import { note, place } from "../shell/place.ts";
import type { Signal } from "../signals.ts";
import type { View } from "./detail.tsx";
import type { Selection } from "./selection.ts";
import type { WorkerClient } from "./worker_client.ts";

/** What the keys change. */
export interface WireState {
  /** The frames. */
  readonly frames: WorkerClient;
  /** The selection. */
  readonly selection: Selection;
  /** How the frame is looked at. */
  readonly view: Signal<View>;
  /** The place of the marked field; null for none. */
  readonly marked: Signal<number | null>;
  /** What was done, in words. */
  readonly said: Signal<string | null>;
  /** Whether the menu that copies is open. */
  readonly isCopying: Signal<boolean>;
  /** Whether the frame is edited, to be sent again. */
  readonly isSending: Signal<boolean>;
  /** Why nothing can be sent here; otherwise null. */
  readonly whyNoSending: string | null;
  /** Whether the list stands still. */
  readonly isPaused: Signal<boolean>;
}

/** The keys. */
export function wireKeys(state: WireState): Binding[] {
  const { frames, selection, view, isCopying, isPaused } = state, { move } = selection;
  return [
    { key: "ArrowDown", help: "The next frame", run: () => move(1) },
    { key: "ArrowUp", help: "The frame before", run: () => move(-1) },
    { key: "j", help: "The next frame", run: () => move(1) },
    { key: "k", help: "The frame before", run: () => move(-1) },
    { key: "PageDown", help: "20 frames on", run: () => move(20) },
    { key: "PageUp", help: "20 frames back", run: () => move(-20) },
    { key: "Home", help: "The first frame", run: () => move(-Infinity) },
    { key: "End", help: "Follow the newest frame", run: () => selection.isFollowing.value = true },
    { key: " ", help: "Pause the list, or go on", run: () => isPaused.value = !isPaused.value },
    {
      key: "Enter",
      help: "The frame's fields; arrows choose one",
      run: () => focusFields(selection),
      when: isListFocused,
    },
    { key: "]", help: "The frame's answer, or its question", run: () => selection.other() },
    { key: "[", help: "The frame's answer, or its question", run: () => selection.other() },
    { key: "n", help: "The next error", run: () => selection.failing(1) },
    { key: "N", help: "The error before", run: () => selection.failing(-1) },
    {
      key: "p",
      help: "Pin the frame, or take its pin away",
      run: () => withFrame(state, ({ row }) => frames.pin(row)),
    },
    { key: "d", help: "How the frame differs from a pinned one", run: () => view.value = "Diff" },
    {
      key: "f",
      help: "Only frames with the marked field's value",
      run: () => withFrame(state, (one) => narrow(state, one)),
    },
    { key: "r", help: "Send the request again, edited", run: () => withFrame(state, (one) => edit(state, one)) },
    { key: "c", help: "Copy the frame", run: () => withFrame(state, () => isCopying.value = true) },
    { key: "/", help: "Filter", run: () => document.querySelector<HTMLInputElement>("#filter")?.focus() },
  ];
}

/** Enter is for buttons as well. */
function isListFocused(): boolean {
  return document.activeElement?.classList.contains("list") ?? false;
}

/** At once if a frame is shown: the key that follows is for its fields. */
function focusFields({ use }: Selection): void {
  const focus = (): boolean => {
    const fields = document.querySelector<HTMLElement>(".detail .fields, .detail pre");
    fields?.focus();
    return fields !== null;
  };
  if (!focus()) use(focus);
}

function withFrame({ selection, said }: WireState, act: (frame: FrameDetail) => void): void {
  selection.use((frame) => {
    if (frame === null) said.value = "Choose a frame first";
    else act(frame);
  });
}

/** Opens the request of the frame for editing. */
function edit({ whyNoSending, said, isSending }: WireState, { question }: FrameDetail): void {
  if (whyNoSending !== null) said.value = whyNoSending;
  else if (question === null) said.value = "The frame's request was not read, or is not kept";
  else isSending.value = true;
}

/** Adds the marked field to the filter. */
function narrow({ marked, said }: WireState, { spans }: FrameDetail): void {
  const words = marked.value === null ? undefined : spans[marked.value]?.filter;
  if (words === undefined) said.value = "Choose a field first: Enter, then arrows, or a click";
  else if (words === null) said.value = "Nothing can be compared with this field";
  else {
    const filter = place.value.more["filter"] ?? "";
    if (!` ${filter} `.includes(` ${words} `)) note("filter", `${filter} ${words}`.trim());
    said.value = `Only frames with ${words}`;
  }
}
