/**
 * The values of an instance to change; a change of another in between is shown with both values.
 *
 * @module
 */
import type { ModelInstance, ModelValues } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { useAttempt } from "./attempt.ts";
import { Conflicts } from "./conflicts.tsx";
import { changesOf, conflictsOf, problemOf, rebased } from "./draft.ts";
import type { Draft } from "./drafts.ts";
import type { InstancePartProps } from "./instance_pane.tsx";
import { Refused } from "./refused.tsx";
import { ValueField } from "./value_field.tsx";

/** The form. It begins with the draft, or else with the instance. */
export function EditForm({ client, info, isView, instance, draft, onClose }: InstancePartProps): ComponentChildren {
  const now = instance.value!, latest = (): Draft => draft.value ?? { base: now, values: now.values };
  const { base, values } = latest();
  const attempt = useAttempt(), isAsking = useSignal(false), refused = attempt.refused.value;
  const theirs = refused?.theirs !== null && refused !== null && "values" in refused.theirs ? refused.theirs : null;
  const changes = changesOf(base.values, values), isSame = Object.keys(changes).length === 0;
  const done = (next: ModelInstance): void => {
    draft.value = null;
    instance.value = next;
  };
  const edit = (name: string, value: string | null): void => {
    // An upload ends later than it began: other values were edited meanwhile.
    const { base, values } = latest(), edited = { ...values, [name]: value };
    draft.value = Object.keys(changesOf(base.values, edited)).length === 0 ? null : { base, values: edited };
  };
  const save = (values: ModelValues, version: ModelInstance): Promise<void> => {
    return attempt.run(() => client.change(info.id, version, values), done);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void save(changes, base);
  };
  const remove = (): void => {
    if (!isAsking.value) return void (isAsking.value = true);
    isAsking.value = false;
    void attempt.run(() => client.remove(info.id, base), () => {
      draft.value = null;
      onClose();
    });
  };
  /** Goes on with the values of both: those that were chosen, and all that only one has changed. */
  const settle = (chosen: ModelValues): void => {
    const next = { ...rebased(base.values, values, theirs!), ...chosen };
    const left = changesOf(theirs!.values, next);
    attempt.refused.value = null;
    if (Object.keys(left).length === 0) return done(theirs!);
    draft.value = { base: theirs!, values: next };
    void save(left, theirs!);
  };
  return (
    <form aria-label="Values" noValidate onSubmit={submit}>
      {info.fields.map((field) => (
        <ValueField
          key={field.name}
          field={field}
          value={values[field.name]}
          problem={problemOf(refused?.problems ?? [], field.name)}
          isFixed={isView || field.isImmutable}
          client={client}
          onValue={(value) => edit(field.name, value)}
        />
      ))}
      {theirs !== null
        ? (
          <Conflicts
            conflicts={conflictsOf(base.values, values, theirs.values)}
            revision={theirs.revision}
            onSettle={settle}
          />
        )
        : <Refused attempt={attempt} fields={info.fields.map(({ name }) => name)} />}
      {isAsking.value && (
        <p role="alert">
          Delete this instance? Its history stays, and it can be restored from there.
        </p>
      )}
      {!isView && (
        <div class="buttons">
          <button type="submit" class="main" disabled={isSame || attempt.isBusy.value || theirs !== null}>Save</button>
          <button type="button" disabled={isSame} onClick={() => draft.value = null}>Undo</button>
          <button type="button" onClick={remove}>{isAsking.value ? "Yes: delete it" : "Delete"}</button>
          {isAsking.value && <button type="button" onClick={() => isAsking.value = false}>Leave it</button>}
        </div>
      )}
    </form>
  );
}
