/**
 * What two have changed at once: both values of each field, and which of them is to stay.
 *
 * @module
 */
import type { ModelValues } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { useSignal } from "../signals.ts";
import type { Conflict } from "./draft.ts";
import { ValueText } from "./value_text.tsx";

/** What {@link Conflicts} takes. */
export interface ConflictsProps {
  /** The fields that both have changed. */
  readonly conflicts: readonly Conflict[];
  /** The revision that the other has made. */
  readonly revision: number;
  /** Goes on with the chosen values. */
  onSettle(chosen: ModelValues): void;
}

/** The question. */
export function Conflicts({ conflicts, revision, onSettle }: ConflictsProps): ComponentChildren {
  const mine = useSignal<ReadonlySet<string>>(new Set());
  const choose = (name: string, isMine: boolean): void => {
    mine.value = new Set([...mine.value].filter((one) => one !== name).concat(isMine ? [name] : []));
  };
  const settle = (): void => {
    onSettle(
      Object.fromEntries(
        conflicts.map((one) => [one.name, (mine.value.has(one.name) ? one.mine : one.theirs) ?? null]),
      ),
    );
  };
  const option = (name: string, isMine: boolean, value: string | null | undefined): ComponentChildren => (
    <label>
      <input
        type="radio"
        name={`conflict-${name}`}
        checked={mine.value.has(name) === isMine}
        onInput={() => choose(name, isMine)}
      />{" "}
      {isMine ? "yours" : "theirs"}: <ValueText value={value ?? null} />
    </label>
  );
  return (
    <section class="conflicts" role="alert" aria-label="Conflict">
      <b>✕ Another has changed it: it has revision {revision} now</b>
      {conflicts.length === 0 && <p>None of the fields that you have changed: both changes can stay.</p>}
      {conflicts.map(({ name, mine: own, theirs }) => (
        <fieldset key={name}>
          <legend>{name}</legend>
          {option(name, true, own)}
          {option(name, false, theirs)}
        </fieldset>
      ))}
      <button type="button" class="main" onClick={settle}>Save these values</button>
    </section>
  );
}
