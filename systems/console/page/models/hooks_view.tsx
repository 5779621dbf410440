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
import type { HookDraft } from "./drafts.ts";
import { useLoaded } from "./loaded.ts";
import type { ModelViewProps } from "./models_screen.tsx";
import { Refused } from "./refused.tsx";
import { SourceEditor } from "./source_editor.tsx";

/** All hooks. */
const HOOKS = ["preCreate", "postCreate", "preUpdate", "postUpdate", "preDelete", "postDelete"];

/** The view. */
export function HooksView(props: ModelViewProps): ComponentChildren {
  const { client, model, feed, drafts } = props, hook = place.value.more["hook"] ?? HOOKS[0]!;
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
            {drafts.hook(model, name).value !== null && " *"}
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

function valuesOf(hook: string, set: HookInfo | null): { source: string; language: string } {
  return { source: sourceOf(hook, set), language: set?.language ?? "js" };
}

function Hook({ client, model, hook, set, drafts, isView, onModels }: HookProps): ComponentChildren {
  const draft = drafts.hook(model, hook), attempt = useAttempt(), refused = attempt.refused.value;
  const newest = useSignal(set);
  // What is not saved stays when another changes the hook: the server then refuses it, and both are shown.
  const latest = (): HookDraft => draft.value ?? { base: newest.value, ...valuesOf(hook, newest.value) };
  const { base, source, language } = latest();
  const keep = (change: Partial<HookDraft>): void => {
    const next = { ...latest(), ...change }, before = valuesOf(hook, next.base);
    draft.value = next.source === before.source && next.language === before.language ? null : next;
  };
  useLayoutEffect(() => void (newest.value = set), [set?.revision]);
  const theirs = refused !== null && refused.theirs !== null && "source" in refused.theirs ? refused.theirs : null;
  const isNative = set?.kind === "native", isFixed = isView || isNative;
  const take = (now: HookInfo | null): void => {
    newest.value = now;
    draft.value = attempt.refused.value = null;
  };
  const save = (): Promise<void> => {
    const { base, ...values } = latest(), given = { ...values, options: base?.options ?? "" };
    return attempt.run(() => client.setHook(model, hook, given, base), (now) => {
      newest.value = now;
      // What was typed meanwhile is not saved.
      keep({ base: now });
      onModels();
    });
  };
  const unset = (): Promise<void> =>
    attempt.run(() => client.unsetHook(model, base!), () => {
      newest.value = null;
      if (draft.value !== null) keep({ base: null });
      onModels();
    });
  return (
    <div>
      <p class="note">
        {base === null ? "This hook is not set." : `Revision ${base.revision}, options ${base.options}.`}
        {isNative && " It is a program beside the server."}
      </p>
      <SourceEditor
        label={isNative ? "Name of the program" : `Source of ${hook}`}
        text={source}
        problems={refused?.problems ?? []}
        isFixed={isFixed}
        onText={(next) => keep({ source: next })}
      />
      {theirs === null ? <Refused attempt={attempt} /> : (
        <section class="conflicts" role="alert" aria-label="Conflict">
          <b>✕ Another has changed it: it has revision {theirs.revision} now</b>
          <pre tabIndex={0} aria-label="Their source">{theirs.source}</pre>
          <button
            type="button"
            onClick={() => {
              keep({ base: theirs });
              attempt.refused.value = null;
            }}
          >
            Keep yours, to save over it
          </button>{" "}
          <button type="button" onClick={() => take(theirs)}>Take theirs</button>
        </section>
      )}
      {!isFixed && (
        <div class="buttons">
          <label>
            Language{" "}
            <select value={language} onChange={(event) => keep({ language: event.currentTarget.value })}>
              <option value="js">JavaScript</option>
              <option value="ts">TypeScript</option>
            </select>
          </label>
          <button type="button" class="main" disabled={attempt.isBusy.value} onClick={() => void save()}>
            {base === null ? "Set the hook" : "Change the hook"}
          </button>
          <button type="button" disabled={draft.value === null} onClick={() => take(newest.value)}>Undo</button>
          {base !== null && <button type="button" onClick={() => void unset()}>Take it away</button>}
        </div>
      )}
    </div>
  );
}
