/**
 * A driver's form: its tabs, sections and fields.
 *
 * @module
 */
import type { HelloAnswer } from "@fluxwire/console/api";
import { type ComponentChildren, h, type RefObject } from "../preact.ts";
import { FieldView } from "./field_view.tsx";
import { fieldsOf, type HelloShown, isFixed, isShownEnabled, SSH_TAB, type Texts } from "./form.ts";

/** What a {@link FormView} takes. */
export interface FormViewProps {
  /** What the driver and the checks say. */
  readonly answer: HelloAnswer;
  /** The texts, without secrets. */
  readonly texts: Texts;
  /** What is wrong, by field id. */
  readonly problems: ReadonlyMap<string, string>;
  /** The id of the tab that is shown. */
  readonly tab: string;
  /** The element, for its secrets. */
  readonly element: RefObject<HTMLFormElement | null>;
  /** The user has changed a field. */
  onText(id: string, text: string): void;
  /** The user has chosen a tab. */
  onTab(id: string): void;
  /** The user wants to connect. */
  onSubmit(): void;
  /** The buttons. */
  readonly children: ComponentChildren;
}

/** The form. */
export function FormView(props: FormViewProps): ComponentChildren {
  const { answer, tab, element, onTab, onSubmit, children } = props;
  const { formDefinition: { tabs } } = answer.hello as HelloShown;
  const isEmpty = fieldsOf({ tabs }).length === 0;
  return (
    <form
      ref={element}
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {tabs.length > 1 && (
        <div class="tabs" role="tablist" aria-label="Tabs of the form">
          {tabs.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              role="tab"
              aria-selected={id === tab}
              onClick={() => onTab(id)}
            >
              {label}
            </button>
          ))}
        </div>
      )}
      {isEmpty && <p class="empty">Nothing to fill in: Connect</p>}
      {tabs.map((one) => (
        <div key={one.id} hidden={one.id !== tab}>
          {one.id === SSH_TAB && <p class="habit">⚠ DBFlux never sends the fields of a tab with the id ssh</p>}
          {one.sections.map((section) => (
            <fieldset key={section.title}>
              <legend>{section.title}</legend>
              {section.fields.map((field) => <FormField key={field.id} {...props} field={field} tab={one.id} />)}
            </fieldset>
          ))}
        </div>
      ))}
      <div class="buttons">{children}</div>
    </form>
  );
}

type Field = Parameters<typeof FieldView>[0]["field"];

function FormField({ answer, texts, problems, onText, field, tab }: FormViewProps & { field: Field }) {
  const { id, defaultValue } = field, subject = `field ${id}`;
  return (
    <FieldView
      field={field}
      text={isFixed(field, tab) ? defaultValue : texts[id] ?? defaultValue}
      isEnabled={isShownEnabled(field, withDefaults(answer, texts))}
      isFixed={isFixed(field, tab)}
      lacks={answer.lacks.filter((lack) => lack.field === id)}
      problem={problems.get(id) ?? null}
      notes={answer.findings.filter((finding) => finding.subject === subject).map(({ text }) => text)}
      onText={(text) => onText(id, text)}
    />
  );
}

/** The texts that conditions look at. */
function withDefaults(answer: HelloAnswer, texts: Texts): Texts {
  const { formDefinition } = answer.hello as HelloShown;
  return {
    ...Object.fromEntries(fieldsOf(formDefinition).map(({ field }) => [field.id, field.defaultValue])),
    ...texts,
  };
}
