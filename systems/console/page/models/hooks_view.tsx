/**
 * A model's hooks: one of six is chosen, and its source is read, changed or taken away.
 *
 * @module
 */
import type { HookInfo } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { note, place } from "../shell/place.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { useAttempt } from "./attempt.ts";
import { useLoaded } from "./loaded.ts";
import type { ModelViewProps } from "./models_screen.tsx";
import { Refused } from "./refused.tsx";
import { SourceEditor } from "./source_editor.tsx";

/** All hooks. */
const HOOKS = ["preCreate", "postCreate", "preUpdate", "postUpdate", "preDelete", "postDelete"];

/** The view. */
export function HooksView(props: ModelViewProps): ComponentChildren {
  const { client, model, feed } = props, hook = place.value.more["hook"] ?? HOOKS[0]!;
  const info = useLoaded(`${model} ${feed.models.value}`, () => client.model(model));
  const isSet = info.value.value?.hooks.includes(hook) ?? false;
  const found = useLoaded(`${model} ${hook} ${isSet} ${feed.models.value}`, async () => {
    return { hook, set: isSet ? await client.hook(model, hook) : null };
  });
  const { value } = found.value, failed = info.error.value ?? found.error.value;
  return (
    <div class="model-pad">
      <div class="tabs" role="tablist" aria-label="Hooks">
        {HOOKS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={name === hook}
            onClick={() => note("hook", name)}
          >
            {info.value.value?.hooks.includes(name) ? "● " : "○ "}
            {name}
          </button>
        ))}
      </div>
      {failed !== null && <Problem error={failed} />}
      {info.value.value !== null && value?.hook === hook && <Hook key={hook} {...props} hook={hook} set={value.set} />}
    </div>
  );
}

type HookProps = ModelViewProps & { readonly hook: string; readonly set: HookInfo | null };

/** A hook's source, or what one that is not set begins with. */
function sourceOf(hook: string, set: HookInfo | null): string {
  return set?.source ?? `export function ${hook}(ctx) {\n  ctx.log(ctx.instance);\n}\n`;
}

function Hook({ client, model, hook, set, isView, onModels }: HookProps): ComponentChildren {
  const before = useSignal(set), source = useSignal(sourceOf(hook, set));
  const language = useSignal(set?.language ?? "js"), attempt = useAttempt(), refused = attempt.refused.value;
  const theirs = refused !== null && refused.theirs !== null && "source" in refused.theirs ? refused.theirs : null;
  const isNative = set?.kind === "native", isFixed = isView || isNative;
  // What is not saved stays when another changes the hook: the server then refuses it, and both are shown.
  const isSame = source.value === sourceOf(hook, before.value);
  useLayoutEffect(() => {
    if (!isSame) return;
    [before.value, source.value] = [set, sourceOf(hook, set)];
    if (set !== null) language.value = set.language ?? "js";
  }, [set?.revision]);
  const save = (): Promise<void> => {
    const hookOf = { source: source.value, language: language.value, options: before.value?.options ?? "" };
    return attempt.run(() => client.setHook(model, hook, hookOf, before.value), (now) => {
      before.value = now;
      onModels();
    });
  };
  const unset = (): Promise<void> =>
    attempt.run(() => client.unsetHook(model, before.value!), () => {
      if (!isSame) before.value = null;
      onModels();
    });
  return (
    <div>
      <p class="note">
        {before.value === null
          ? "This hook is not set."
          : `Revision ${before.value.revision}, options ${before.value.options}.`}
        {isNative && " It is a program beside the server."}
      </p>
      <SourceEditor
        label={isNative ? "Name of the program" : `Source of ${hook}`}
        text={source.value}
        problems={refused?.problems ?? []}
        isFixed={isFixed}
        onText={(next) => source.value = next}
      />
      {theirs === null ? <Refused attempt={attempt} /> : (
        <section class="conflicts" role="alert" aria-label="Conflict">
          <b>✕ Another has changed it: it has revision {theirs.revision} now</b>
          <pre tabIndex={0} aria-label="Their source">{theirs.source}</pre>
          <button type="button" onClick={() => [before.value, attempt.refused.value] = [theirs, null]}>
            Keep yours, to save over it
          </button>{" "}
          <button
            type="button"
            onClick={() => [before.value, source.value, attempt.refused.value] = [theirs, theirs.source, null]}
          >
            Take theirs
          </button>
        </section>
      )}
      {!isFixed && (
        <div class="buttons">
          <label>
            Language{" "}
            <select value={language.value} onChange={(event) => language.value = event.currentTarget.value}>
              <option value="js">JavaScript</option>
              <option value="ts">TypeScript</option>
            </select>
          </label>
          <button type="button" class="main" disabled={attempt.isBusy.value} onClick={() => void save()}>
            {before.value === null ? "Set the hook" : "Change the hook"}
          </button>
          {before.value !== null && <button type="button" onClick={() => void unset()}>Take it away</button>}
        </div>
      )}
    </div>
  );
}
