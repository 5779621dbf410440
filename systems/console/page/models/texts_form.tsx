/**
 * A form of a few lines of text, which makes something new.
 *
 * @module
 */
import type { ModelOutcome } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { useAttempt } from "./attempt.ts";
import { Refused } from "./refused.tsx";

/** What a {@link TextsForm} takes. */
export interface TextsFormProps<Name extends string, Made> {
  /** What it makes, for people. */
  readonly label: string;
  /** Its fields: a name, a title, and what can stand there. */
  readonly fields: readonly (readonly [name: Name, title: string, help: string])[];
  /** What its button says. */
  readonly submit: string;
  /** Makes it. */
  onSubmit(texts: Readonly<Record<Name, string>>): Promise<ModelOutcome<Made>>;
  /** It is made; the form is empty again. */
  onDone(made: Made): void;
}

/** The form. */
export function TextsForm<Name extends string, Made>(props: TextsFormProps<Name, Made>): ComponentChildren {
  const { label, fields, submit, onSubmit, onDone } = props, attempt = useAttempt();
  const empty = Object.fromEntries(fields.map(([name]) => [name, ""])) as Record<Name, string>;
  const texts = useSignal(empty);
  const send = (event: Event): void => {
    event.preventDefault();
    void attempt.run(() => onSubmit(texts.value), (made) => {
      texts.value = empty;
      onDone(made);
    });
  };
  return (
    <form aria-label={label} noValidate onSubmit={send}>
      <h2>{label}</h2>
      {fields.map(([name, title, help]) => (
        <div key={name} class="schema-field">
          <label for={`new-${name}`}>{title}</label>
          <input
            id={`new-${name}`}
            type="text"
            autocomplete="off"
            spellcheck={false}
            placeholder={help}
            value={texts.value[name]}
            onInput={(event) => texts.value = { ...texts.value, [name]: event.currentTarget.value }}
          />
        </div>
      ))}
      <Refused attempt={attempt} />
      <button type="submit" class="main" disabled={attempt.isBusy.value}>{submit}</button>
    </form>
  );
}
