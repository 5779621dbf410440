/**
 * Erasing an instance's personal values, which nothing brings back.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { useAttempt } from "./attempt.ts";
import type { ModelsClient } from "./models_client.ts";
import { Refused } from "./refused.tsx";

/** What an {@link ErasePart} takes. */
export interface ErasePartProps {
  /** Asks the server. */
  readonly client: ModelsClient;
  /** The model. */
  readonly model: string;
  /** The instance's id. */
  readonly id: string;
  /** The fields whose values go. */
  readonly fields: readonly string[];
  /** They are erased. */
  onErased(): void;
}

/** The button, with the question that comes first. */
export function ErasePart({ client, model, id, fields, onErased }: ErasePartProps): ComponentChildren {
  const isAsking = useSignal(false), attempt = useAttempt();
  const erase = (): void => {
    if (!isAsking.value) return void (isAsking.value = true);
    isAsking.value = false;
    void attempt.run(() => client.erase(model, id), onErased);
  };
  return (
    <div class="erase">
      {isAsking.value && (
        <p role="alert">
          Erase {fields.join(", ")}{" "}
          of this instance, now and in all of its history? This cannot be undone, and no backup brings it back.
        </p>
      )}
      <Refused attempt={attempt} />
      <button type="button" disabled={attempt.isBusy.value} onClick={erase}>
        {isAsking.value ? "Yes: erase them" : "Erase personal data"}
      </button>{" "}
      {isAsking.value && <button type="button" onClick={() => isAsking.value = false}>Leave them</button>}
    </div>
  );
}
