/**
 * An action to do: its arguments as fields, and a button.
 *
 * @module
 */
import type { Action } from "@fluxwire/console/api";
import { argumentFields, firstTexts, readArguments } from "../form/arguments.ts";
import type { Field } from "../form/field.ts";
import { FormFields } from "../form/form_fields.tsx";
import type { Problems, Texts } from "../form/read_field.ts";
import { type ComponentChildren, h, useLayoutEffect, useMemo, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";
import type { SystemState } from "./system_state.ts";

/** What the button says. */
const VERBS: Readonly<Record<Action["kind"], string>> = { call: "Call", stream: "Start", bytes: "Open" };

/** What an {@link ActionForm} takes. */
export interface ActionFormProps {
  /** The action. */
  readonly action: Action;
  /** The system, which keeps what was typed. */
  readonly state: SystemState;
  /** The id of its node. */
  readonly node: string;
  /** Whether it is refused, as the console only looks. */
  readonly isRefused: boolean;
  /** It is to be done. */
  onAct(args: readonly unknown[], file: File | null): void;
}

/** The form. A secret is forgotten once it is sent, or the form is left. */
export function ActionForm({ action, state, node, isRefused, onAct }: ActionFormProps): ComponentChildren {
  const shape = useMemo(() => argumentFields(action.input), [action]);
  const all = shape.rest === null ? shape.fields : [...shape.fields, shape.rest];
  const texts = useMemo(() => {
    return state.texts(JSON.stringify([node, action.id, action.input]), () => firstTexts(shape));
  }, [node, action]);
  useLayoutEffect(() => () => void (texts.value = withoutSecrets(texts.value, all)), [texts]);
  const problems = useSignal<Problems>(new Map());
  const file = useSignal<File | null>(null), lack = useSignal(false), isUp = action.file === "up";
  const isAsking = useSignal(false), form = useRef<HTMLFormElement | null>(null);
  const name = `action-${action.id.replaceAll(/[^a-z0-9]/gi, "-")}`;

  const submit = (event: Event): void => {
    event.preventDefault();
    const read = readArguments(shape, texts.value);
    problems.value = read.problems;
    lack.value = isUp && file.value === null;
    if (lack.value) return form.current!.querySelector<HTMLElement>("[type=file]")!.focus();
    if (read.problems.size > 0) {
      const [path] = [...read.problems.keys()];
      return form.current!.querySelector<HTMLElement>(`[id="${name}-${path}"]`)?.focus();
    }
    if (action.confirm !== null && !isAsking.value) return void (isAsking.value = true);
    isAsking.value = false;
    texts.value = withoutSecrets(texts.value, all);
    onAct(read.args, file.value);
  };
  return (
    <form class="action" ref={form} aria-label={action.title} noValidate onSubmit={submit}>
      {action.help !== null && <p>{action.help}</p>}
      {isUp && (
        <div class={`schema-field ${lack.value ? "wrong" : ""}`}>
          <label for={`${name}-file`}>
            File <span class="needed">needed</span>
          </label>
          <input
            id={`${name}-file`}
            type="file"
            aria-invalid={lack.value}
            onChange={(event) => file.value = event.currentTarget.files?.[0] ?? null}
          />
          {lack.value && <p class="schema-problem">✗ This is needed</p>}
        </div>
      )}
      <FormFields
        name={name}
        fields={all}
        texts={texts.value}
        problems={problems.value}
        onText={(path, text) => texts.value = { ...texts.value, [path]: text }}
      />
      {isAsking.value && <p role="alert">{action.confirm}</p>}
      <div class="buttons">
        <button type="submit" class="main" disabled={isRefused}>
          {isAsking.value
            ? `Yes: ${action.title}`
            : `${action.file === undefined ? VERBS[action.kind] : "Start"} ${action.title}`}
        </button>
        {isAsking.value && <button type="button" onClick={() => isAsking.value = false}>Leave it</button>}
        {isRefused && <span class="note">This console only looks</span>}
      </div>
    </form>
  );
}

function withoutSecrets(texts: Texts, fields: readonly Field[]): Texts {
  const next = { ...texts };
  const clear = ({ kind, path, members }: Field): void => {
    if (kind === "secret") delete next[path];
    for (const member of members.values()) clear(member);
  };
  fields.forEach(clear);
  return next;
}
