/**
 * The result of a check in one line of text.
 *
 * @module
 */
import type { ShownCheck } from "@fluxwire/console/api";
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h } from "../preact.ts";
import { verdictWord } from "./failed_first.ts";

const MARKS: Readonly<Record<string, string>> = {
  passed: "✓",
  failed: "✕",
  skipped: "–",
  blocked: "⊘",
  "expected-failure": "≈",
};

/** What a row needs. */
export interface CheckRowProps {
  /** The result. */
  readonly check: ShownCheck;
  /** Its element's id. */
  readonly id: string;
  /** Whether it is chosen. */
  readonly isChosen: boolean;
  /** The user chooses it. */
  onChoose(): void;
}

/** The row. */
export function CheckRow({ check, id, isChosen, onChoose }: CheckRowProps): ComponentChildren {
  const { verdict, layout, message, frames, stream, connections } = check;
  return (
    <div
      id={id}
      class={`row check ${verdict} ${isChosen ? "selected" : ""}`}
      role="option"
      aria-selected={isChosen}
      onMouseDown={onChoose}
    >
      <b class="mark">{MARKS[verdict] ?? "?"}</b> {verdictWord(verdict).padEnd(8)} {layout.padEnd(6)}{" "}
      <b>{check.id.padEnd(34)}</b>
      {(stream ?? connections) !== null && ` ${counted(frames, "frame")} `}
      {message ?? ""}
    </div>
  );
}
