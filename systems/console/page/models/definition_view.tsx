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
  return <Definition key={info.value.value?.revision} {...props} info={info.value.value} />;
}

type DefinitionProps = Omit<ModelViewProps, "model"> & { readonly info: ModelInfo | null };

function Definition({ client, info, isView, onModels }: DefinitionProps): ComponentChildren {
  const text = useSignal(info?.definition ?? EXAMPLE), attempt = useAttempt(), isAsking = useSignal(false);
  const save = (): Promise<void> =>
    attempt.run(() => client.define(text.value, info), ({ id }) => {
      onModels();
      go({ screen: "models", more: { model: id } });
    });
  const drop = (): void => {
    if (!isAsking.value) return void (isAsking.value = true);
    isAsking.value = false;
    void attempt.run(() => client.drop(info!.id), () => {
      onModels();
      go({ screen: "models", more: {} });
    });
  };
  return (
    <div class="model-pad">
      {info === null && <h2>New model</h2>}
      <SourceEditor
        label="Definition"
        text={text.value}
        problems={attempt.refused.value?.problems ?? []}
        isFixed={isView}
        onText={(next) => text.value = next}
      />
      <Refused attempt={attempt} />
      {isAsking.value && (
        <p role="alert">Delete this model with its hooks and all its instances? This cannot be undone.</p>
      )}
      {!isView && (
        <div class="buttons">
          <button type="button" class="main" disabled={attempt.isBusy.value} onClick={() => void save()}>
            {info === null ? "Define" : "Change the definition"}
          </button>
          {info !== null && (
            <button type="button" onClick={drop}>{isAsking.value ? "Yes: delete it" : "Delete the model"}</button>
          )}
          {isAsking.value && <button type="button" onClick={() => isAsking.value = false}>Leave it</button>}
        </div>
      )}
    </div>
  );
}
