/**
 * A form for a new instance.
 *
 * @module
 */
import type { ModelInfo, ModelInstance, ModelValues } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { useAttempt } from "./attempt.ts";
import { emptyDraft, problemOf } from "./draft.ts";
import type { ModelsClient } from "./models_client.ts";
import { Refused } from "./refused.tsx";
import { ValueField } from "./value_field.tsx";

/** What a {@link CreateForm} takes. */
export interface CreateFormProps {
  /** Asks the server. */
  readonly client: ModelsClient;
  /** The model. */
  readonly info: ModelInfo;
  /** It is wanted no more. */
  onClose(): void;
  /** The instance is there. */
  onCreated(instance: ModelInstance): void;
}

/** The form. */
export function CreateForm({ client, info, onClose, onCreated }: CreateFormProps): ComponentChildren {
  const draft = useSignal<ModelValues>(emptyDraft(info.fields)), id = useSignal(""), attempt = useAttempt();
  const problems = attempt.refused.value?.problems ?? [], names = info.fields.map(({ name }) => name);
  const values = (): ModelValues => {
    return Object.fromEntries(Object.entries(draft.value).filter(([, value]) => value !== null));
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void attempt.run(() => client.create(info.id, id.value, values()), onCreated);
  };
  return (
    <form class="instance" aria-label={`New instance of ${info.id}`} noValidate onSubmit={submit}>
      <h3>New {info.id}</h3>
      {info.takesIds && (
        <div class="schema-field">
          <label for="new-id">id</label>
          <input
            id="new-id"
            type="text"
            autocomplete="off"
            placeholder="the server chooses one if it is empty"
            value={id.value}
            onInput={(event) => id.value = event.currentTarget.value}
          />
        </div>
      )}
      {info.fields.map((field) => (
        <ValueField
          key={field.name}
          field={field}
          value={draft.value[field.name]}
          problem={problemOf(problems, field.name)}
          isFixed={false}
          upload={(file) => client.upload(file)}
          onValue={(value) => draft.value = { ...draft.value, [field.name]: value }}
        />
      ))}
      <Refused attempt={attempt} fields={names} />
      <div class="buttons">
        <button type="submit" class="main" disabled={attempt.isBusy.value}>Create</button>
        <button type="button" onClick={onClose}>Close</button>
      </div>
    </form>
  );
}
