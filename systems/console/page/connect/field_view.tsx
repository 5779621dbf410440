/**
 * A field of a form as DBFlux shows it, with what a release lacks of it and what is wrong with its text.
 *
 * @module
 */
import type { FieldLack } from "@fluxwire/console/api";
import type { FormFieldDef } from "@fluxwire/wire";
import { type ComponentChildren, h } from "../preact.ts";
import { isSecret } from "./form.ts";

/** What a {@link FieldView} takes. */
export interface FieldViewProps {
  /** The field. */
  readonly field: FormFieldDef;
  /** Its text; secrets have none here. */
  readonly text: string;
  /** Whether a condition lets the user fill it in. */
  readonly isEnabled: boolean;
  /** Whether DBFlux sends its default whatever is chosen. */
  readonly isFixed: boolean;
  /** What the chosen release lacks of it. */
  readonly lacks: readonly FieldLack[];
  /** What is wrong with its text; null if it may be sent. */
  readonly problem: string | null;
  /** What DBFlux does with it. */
  readonly notes: readonly string[];
  /** The user has changed the text; of a secret, only whether there is one. */
  onText(text: string): void;
}

/** Kinds that show their help. */
const WITHOUT_HELP: ReadonlySet<string> = new Set(["FilePath", "Checkbox"]);

/** The field. */
export function FieldView(props: FieldViewProps): ComponentChildren {
  const { field, problem, notes, lacks, isEnabled } = props, id = `field-${field.id}`;
  const whole = lacks.find(({ part }) => part === "field"), ofKind = lacks.find(({ part }) => part === "kind");
  const ofCondition = lacks.find(({ part }) => part === "disabledWhenFieldSet");
  return (
    <div class={`field ${isEnabled ? "" : "off"}`}>
      <label for={id}>
        {whole === undefined ? field.label : <s>{field.label}</s>}
        {field.required && <span title="required">*</span>}
        {whole !== undefined && <em>{` since ${whole.since}`}</em>}
      </label>
      <div>
        <Input {...props} id={id} />
        {problem !== null && <span class="problem" id={`${id}-problem`}>✕ {problem}</span>}
        {ofKind !== undefined && (
          <small>
            <s>{field.kind.type}</s> since {ofKind.since}
            {ofKind.instead !== null && `; this release gets ${ofKind.instead}`}
          </small>
        )}
        <Help {...props} />
        {ofCondition !== undefined && (
          <small>
            <s>off while {field.disabledWhenFieldSet} is set</s> since {ofCondition.since}
          </small>
        )}
        {isEnabled || <small>off: it needs {conditionOf(field)}</small>}
        {notes.map((text) => <small key={text} class="habit">⚠ {text}</small>)}
      </div>
    </div>
  );
}

function Help({ field: { help, kind }, lacks }: FieldViewProps): ComponentChildren {
  const lack = lacks.find(({ part }) => part === "help");
  if (help == null || help === "" || WITHOUT_HELP.has(kind.type)) return null;
  if (lack === undefined) return <small>{help}</small>;
  return (
    <small>
      <s>{help}</s> since {lack.since}
    </small>
  );
}

function Input({ field, text, isEnabled, isFixed, problem, onText, id }: FieldViewProps & { id: string }) {
  const { kind, placeholder } = field;
  const more = {
    id,
    name: field.id,
    disabled: !isEnabled || isFixed,
    "aria-invalid": problem !== null,
    "aria-describedby": problem === null ? undefined : `${id}-problem`,
  };
  if (kind.type === "Checkbox") {
    const isOn = text === "true";
    return (
      <input
        {...more}
        type="checkbox"
        checked={isOn}
        onInput={(event) => onText(event.currentTarget.checked ? "true" : "")}
      />
    );
  }
  if (kind.type === "Select") {
    return (
      <select {...more} value={text}>
        {kind.options.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
      </select>
    );
  }
  const onInput = (event: { currentTarget: HTMLInputElement }): void => onText(event.currentTarget.value);
  // A secret stands in its input alone, which is emptied when it is sent.
  if (isSecret(field)) {
    return <input {...more} type="password" autocomplete="new-password" placeholder={placeholder} onInput={onInput} />;
  }
  const mode = kind.type === "Number" ? "numeric" : undefined;
  return (
    <input
      {...more}
      type="text"
      inputMode={mode}
      autocomplete="off"
      spellcheck={false}
      placeholder={placeholder}
      value={text}
      onInput={onInput}
    />
  );
}

function conditionOf({ enabledWhenChecked, enabledWhenUnchecked }: FormFieldDef): string {
  const needs = [enabledWhenChecked, enabledWhenUnchecked == null ? null : `${enabledWhenUnchecked} off`];
  return needs.filter((need) => need != null).join(" and ");
}
