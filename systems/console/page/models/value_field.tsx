/**
 * A value to fill in: text, JSON, a choice, or nothing.
 *
 * @module
 */
import type { ModelField } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { FileField } from "./file_field.tsx";
import type { ModelsClient } from "./models_client.ts";
import { StoredFiles } from "./stored_files.tsx";

/** What a {@link ValueField} takes. */
export interface ValueFieldProps {
  /** The field. */
  readonly field: ModelField;
  /** Its value; undefined for none. */
  readonly value: string | null | undefined;
  /** What is wrong with it; null for nothing. */
  readonly problem: string | null;
  /** Whether it cannot be changed. */
  readonly isFixed: boolean;
  /** Uploads files for it, and gives them. */
  readonly client: ModelsClient;
  /** It has another value. */
  onValue(value: string | null): void;
}

/** The field. */
export function ValueField({ field, value, problem, isFixed, client, onValue }: ValueFieldProps): ComponentChildren {
  const { name, type, about, isRequired } = field,
    id = `value-${name}`,
    isNothing = value === null || value === undefined;
  return (
    <div class={`schema-field ${problem === null ? "" : "wrong"}`}>
      <div class="model-label">
        <label for={id}>{name}</label> <span class="note">{type}{isRequired ? ", needed" : ""}</span>
        {!isRequired && !isFixed && (
          <label class="nothing">
            <input
              type="checkbox"
              checked={isNothing}
              aria-label={`${name} has no value`}
              onInput={(event) => onValue(event.currentTarget.checked ? null : "")}
            />{" "}
            NULL
          </label>
        )}
      </div>
      <Control field={field} id={id} value={value ?? ""} isFixed={isFixed} problem={problem} onValue={onValue} />
      {field.files !== null && <StoredFiles value={value ?? ""} client={client} />}
      {field.files !== null && !isFixed && (
        <FileField name={name} files={field.files} value={value ?? ""} client={client} onValue={onValue} />
      )}
      {about !== "" && <p class="schema-help" id={`${id}-help`}>{about}</p>}
      {problem !== null && <p class="schema-problem" id={`${id}-problem`}>✕ {problem}</p>}
    </div>
  );
}

type ControlProps = Omit<ValueFieldProps, "value" | "client"> & { readonly id: string; readonly value: string };

function Control({ field, id, value, isFixed, problem, onValue }: ControlProps): ComponentChildren {
  const { choices, isText, type, default: first, about } = field;
  const described = [about === "" ? "" : `${id}-help`, problem === null ? "" : `${id}-problem`].join(" ").trim();
  const common = {
    id,
    value,
    disabled: isFixed,
    "aria-invalid": problem !== null,
    "aria-describedby": described || undefined,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  if (choices !== null) {
    return (
      <select {...common}>
        {!choices.includes(value) && <option value={value}>{value === "" ? "Choose" : value}</option>}
        {choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
      </select>
    );
  }
  const isLong = !isText && !["Int", "Float", "Null"].includes(type);
  const more = {
    class: isText ? "" : "code",
    spellcheck: false,
    placeholder: first === null ? "" : `${first} if left out`,
  };
  if (!isLong && !value.includes("\n") && value.length < 80) {
    return <input type="text" autocomplete="off" {...common} {...more} />;
  }
  return <textarea rows={Math.min(12, Math.max(2, value.split("\n").length))} {...common} {...more} />;
}
