/**
 * A model's definition as JSON: to read, to change, or a new one.
 *
 * @module
 */
import type { ModelInfo } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { go } from "../shell/place.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { useAttempt } from "./attempt.ts";
import type { DefinitionDraft } from "./drafts.ts";
import { useLoaded } from "./loaded.ts";
import type { ModelViewProps } from "./models_screen.tsx";
import { Refused } from "./refused.tsx";
import { SourceEditor } from "./source_editor.tsx";

/** What a new definition begins with. */
const EXAMPLE = `{
  "id": "post",
  "fields": {
    "title": { "type": "String", "required": true, "max": 200 },
    "views": { "type": "BigInt", "default": 0 }
  }
}`;

/** The view; without a model, that of a new one. */
export function DefinitionView(props: Omit<ModelViewProps, "model"> & { model: string | null }): ComponentChildren {
  const { client, model, feed } = props;
  const info = useLoaded(
    `${model} ${feed.models.value}`,
    async () => model === null ? null : await client.model(model),
  );
  if (info.error.value !== null) return <Problem error={info.error.value} />;
  if (model !== null && info.value.value === null) return null;
  return <Definition {...props} info={info.value.value} />;
}

type DefinitionProps = Omit<ModelViewProps, "model"> & { readonly info: ModelInfo | null };

function Definition({ client, info, drafts, isView, onModels }: DefinitionProps): ComponentChildren {
  const draft = drafts.definition(info?.id ?? null), attempt = useAttempt(), isAsking = useSignal(false);
  const latest = (): DefinitionDraft => draft.value ?? { base: info, text: info?.definition ?? EXAMPLE };
  const { base, text } = latest(), isOld = info !== null && base?.revision !== info.revision;
  // What is not saved stays when another changes the model: the server then refuses it.
  const type = (next: string): void => {
    const { base } = latest();
    draft.value = next === (base?.definition ?? EXAMPLE) ? null : { base, text: next };
  };
  const undo = (): void => void (draft.value = attempt.refused.value = null);
  const save = (): Promise<void> =>
    attempt.run(() => client.define(latest().text, latest().base), ({ id }) => {
      draft.value = null;
      onModels();
      go({ screen: "models", more: { model: id } });
    });
  const drop = (): void => {
    if (!isAsking.value) return void (isAsking.value = true);
    isAsking.value = false;
    void attempt.run(() => client.drop(info!.id), () => {
      draft.value = null;
      onModels();
      go({ screen: "models", more: {} });
    });
  };
  return (
    <div class="model-pad">
      {info === null && <h2>New model</h2>}
      <SourceEditor
        label="Definition"
        text={text}
        problems={attempt.refused.value?.problems ?? []}
        isFixed={isView}
        onText={type}
      />
      {isOld && <p class="banner" role="status">Another has changed the model since you began.</p>}
      <Refused attempt={attempt} />
      {isAsking.value && (
        <p role="alert">Delete this model with its hooks and all its instances? This cannot be undone.</p>
      )}
      {!isView && (
        <div class="buttons">
          <button type="button" class="main" disabled={attempt.isBusy.value} onClick={() => void save()}>
            {info === null ? "Define" : "Change the definition"}
          </button>
          <button type="button" disabled={draft.value === null} onClick={undo}>Undo</button>
          {info !== null && (
            <button type="button" onClick={drop}>{isAsking.value ? "Yes: delete it" : "Delete the model"}</button>
          )}
          {isAsking.value && <button type="button" onClick={() => isAsking.value = false}>Leave it</button>}
        </div>
      )}
    </div>
  );
}
