/**
 * Fields to fill in: each has a label, its help, and what is wrong with it.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import type { Field } from "./field.ts";
import type { Problems, Texts } from "./read_field.ts";

/** What the fields take. */
export interface FormFieldsProps {
  /** Sets these ids apart from those of other forms. */
  readonly name: string;
  /** The fields. */
  readonly fields: readonly Field[];
  /** What stands in them. */
  readonly texts: Texts;
  /** What is wrong with them. */
  readonly problems: Problems;
  /** A field has another text. */
  onText(path: string, text: string): void;
}

/** The fields. */
export function FormFields({ fields, ...props }: FormFieldsProps): ComponentChildren {
  return fields.map((field) => <FormField key={field.path} field={field} {...props} />);
}

type FieldProps = Omit<FormFieldsProps, "fields"> & { readonly field: Field };

function FormField({ field, ...props }: FieldProps): ComponentChildren {
  const { name, problems } = props, { path, title, help, kind, isRequired, members } = field;
  const id = `${name}-${path}`, problem = problems.get(path) ?? null;
  if (kind === "group") {
    return (
      <fieldset class="schema-group">
        <legend>{title}</legend>
        {help !== null && <p class="schema-help">{help}</p>}
        <FormFields fields={[...members.values()]} {...props} />
      </fieldset>
    );
  }
  return (
    <div class={`schema-field ${problem === null ? "" : "wrong"}`}>
      <label for={id}>
        {title} {isRequired && kind !== "boolean" && <span class="needed">needed</span>}
      </label>
      <Control id={id} field={field} problem={problem} {...props} />
      {help !== null && <p class="schema-help" id={`${id}-help`}>{help}</p>}
      {problem !== null && <p class="schema-problem" id={`${id}-problem`}>✗ {problem}</p>}
    </div>
  );
}

type ControlProps = FieldProps & { readonly id: string; readonly problem: string | null };

function Control({ id, field, texts, problem, onText }: ControlProps): ComponentChildren {
  const { path, kind, help, choices, isRequired, schema } = field, text = texts[path] ?? "";
  const described = [help === null ? "" : `${id}-help`, problem === null ? "" : `${id}-problem`].join(" ").trim();
  const common = { id, "aria-invalid": problem !== null, "aria-describedby": described || undefined };
  const take = (event: { currentTarget: { value: string } }): void => onText(path, event.currentTarget.value);
  if (kind === "boolean" && isRequired) {
    const checked = (event: { currentTarget: HTMLInputElement }): void =>
      onText(path, `${event.currentTarget.checked}`);
    return <input type="checkbox" {...common} checked={text === "true"} onInput={checked} />;
  }
  if (kind === "choice" || kind === "boolean") {
    const all = kind === "choice" ? choices : ["true", "false"].map((word) => ({ text: word, title: word }));
    return (
      <select {...common} value={text} onInput={take}>
        {(!isRequired || text === "") && <option value="">{isRequired ? "Choose" : "Left out"}</option>}
        {all.map((choice) => <option key={choice.text} value={choice.text}>{choice.title}</option>)}
      </select>
    );
  }
  if (kind === "json" || kind === "lines") {
    const rows = Math.min(12, Math.max(2, text.split("\n").length));
    const isCode = kind === "json" || schema.format === "json";
    const more = { class: isCode ? "code" : "", spellcheck: !isCode, placeholder: kind === "json" ? "JSON" : "" };
    return <textarea {...common} {...more} rows={rows} value={text} onInput={take} />;
  }
  if (kind === "secret") {
    return <input {...common} type="password" autocomplete="new-password" value={text} onInput={take} />;
  }
  const isNumber = kind === "number" || kind === "integer";
  const mode = !isNumber ? "text" : kind === "number" ? "decimal" : "numeric";
  const more = { inputMode: mode, autocomplete: "off", spellcheck: false } as const;
  return <input {...common} {...more} type="text" value={text} onInput={take} />;
}
