/**
 * A form for a new instance.
 *
 * @module
 */
import type { ModelInfo, ModelInstance } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { useAttempt } from "./attempt.ts";
import { emptyDraft, problemOf } from "./draft.ts";
import type { Kept, NewDraft } from "./drafts.ts";
import type { ModelsClient } from "./models_client.ts";
import { Refused } from "./refused.tsx";
import { ValueField } from "./value_field.tsx";

/** What a {@link CreateForm} takes. */
export interface CreateFormProps {
  /** Asks the server. */
  readonly client: ModelsClient;
  /** The model. */
  readonly info: ModelInfo;
  /** What is not saved yet. */
  readonly draft: Kept<NewDraft>;
  /** It is wanted no more. */
  onClose(): void;
  /** The instance is there. */
  onCreated(instance: ModelInstance): void;
}

/** The form. */
export function CreateForm({ client, info, draft, onClose, onCreated }: CreateFormProps): ComponentChildren {
  const latest = (): NewDraft => draft.value ?? { id: "", values: emptyDraft(info.fields) };
  const { id, values } = latest(), attempt = useAttempt();
  const problems = attempt.refused.value?.problems ?? [], names = info.fields.map(({ name }) => name);
  const edit = (change: Partial<NewDraft>): void => void (draft.value = { ...latest(), ...change });
  const submit = (event: Event): void => {
    event.preventDefault();
    const { id, values } = latest(), given = Object.entries(values).filter(([, value]) => value !== null);
    void attempt.run(() => client.create(info.id, id, Object.fromEntries(given)), (created) => {
      draft.value = null;
      onCreated(created);
    });
  };
  return (
    <form class="instance" aria-label={`New instance of ${info.id}`} noValidate onSubmit={submit} data-pane>
      <h3>New {info.id}</h3>
      {info.takesIds && (
        <div class="schema-field">
          <label for="new-id">id</label>
          <input
            id="new-id"
            type="text"
            autocomplete="off"
            placeholder="the server chooses one if it is empty"
            value={id}
            onInput={(event) => edit({ id: event.currentTarget.value })}
          />
        </div>
      )}
      {info.fields.map((field) => (
        <ValueField
          key={field.name}
          field={field}
          value={values[field.name]}
          problem={problemOf(problems, field.name)}
          isFixed={false}
          client={client}
          onValue={(value) => edit({ values: { ...latest().values, [field.name]: value } })}
        />
      ))}
      <Refused attempt={attempt} fields={names} />
      <div class="buttons">
        <button type="submit" class="main" disabled={attempt.isBusy.value}>Create</button>
        <button type="button" disabled={draft.value === null} onClick={() => draft.value = null}>Undo</button>
        <button type="button" onClick={onClose}>Close</button>
      </div>
    </form>
  );
}
