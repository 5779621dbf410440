/**
 * One instance: its values in a form, its history, and what others do to it meanwhile.
 *
 * @module
 */
import type { ModelInfo, ModelInstance } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { type Signal, useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import type { Draft, Kept } from "./drafts.ts";
import { EditForm } from "./edit_form.tsx";
import { ErasePart } from "./erase_part.tsx";
import { HistoryView } from "./history_view.tsx";
import { useLoaded } from "./loaded.ts";
import type { ModelViewProps } from "./models_screen.tsx";

/** What an {@link InstancePane} takes. */
export interface InstancePaneProps extends ModelViewProps {
  /** The model. */
  readonly info: ModelInfo;
  /** The instance's id. */
  readonly id: string;
  /** It is wanted no more. */
  onClose(): void;
}

/** What its parts take. */
export interface InstancePartProps extends InstancePaneProps {
  /** The instance as it was read or changed last; null for one that is deleted. */
  readonly instance: Signal<ModelInstance | null>;
  /** What is not saved yet. */
  readonly draft: Kept<Draft>;
}

/** The pane. */
export function InstancePane(props: InstancePaneProps): ComponentChildren {
  const { client, model, id, info, feed, drafts, isView, onClose } = props;
  const instance = useSignal<ModelInstance | null>(null);
  const draft = drafts.instance(model, id), parts = { ...props, instance, draft };
  const read = useLoaded(`${model}/${id}`, () => client.read(model, id)), isPast = useSignal(false);
  useLayoutEffect(() => {
    if (read.value.value !== null) instance.value = read.value.value;
  }, [read.value.value]);
  const newest = feed.newest(model, id).value, now = instance.value;
  const isOld = now !== null && newest !== null && newest.seq > now.revision;
  const failed = now === null ? read.error.value : null;
  const personal = info.fields.filter(({ isPersonal }) => isPersonal).map(({ name }) => name);
  const again = (): void => {
    draft.value = null;
    read.again();
  };
  return (
    <article class="instance" aria-label={`Instance ${id}`} data-pane>
      <div class="instance-bar">
        <h3>{id}</h3>
        {now !== null && <span class="note">revision {now.revision}, {now.updatedAt}</span>}
        <button type="button" aria-label="Close the instance" onClick={onClose}>✕</button>
      </div>
      <div class="tabs" role="tablist" aria-label="Parts of the instance">
        <button type="button" role="tab" aria-selected={!isPast.value} onClick={() => isPast.value = false}>
          Values
        </button>
        <button type="button" role="tab" aria-selected={isPast.value} onClick={() => isPast.value = true}>
          History
        </button>
      </div>
      {isOld && (
        <p class="banner" role="status">
          {newest.actor} has made {newest.kind} of it at {newest.seq}, since you opened it.{" "}
          {newest.kind !== "instance.deleted" && (
            <button type="button" onClick={again}>
              {draft.value === null ? "Read it again" : "Drop your changes and read it again"}
            </button>
          )}
        </p>
      )}
      {now?.isErased && <p class="note">Personal values of it were erased.</p>}
      {isPast.value ? <HistoryView {...parts} /> : now !== null && <EditForm key={now.revision} {...parts} />}
      {failed !== null && !isPast.value && <Problem error={failed} />}
      {!isView && personal.length > 0 && (
        <ErasePart client={client} model={model} id={id} fields={personal} onErased={again} />
      )}
    </article>
  );
}
