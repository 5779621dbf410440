/**
 * Webhooks: where a model server sends events, without secrets; a new secret is shown once.
 *
 * @module
 */
import type { NewKey, Row } from "@fluxwire/console/api";
import { type ComponentChildren, h, useMemo } from "../preact.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { useAttempt } from "./attempt.ts";
import { useLoaded } from "./loaded.ts";
import { ModelsClient } from "./models_client.ts";
import { NewSecret } from "./new_secret.tsx";
import { Refused } from "./refused.tsx";
import { RowTable } from "./row_table.tsx";
import { TextsForm } from "./texts_form.tsx";

/** The fields of a new webhook. */
const FIELDS = [
  ["url", "Address", "such as https://example.org/hook"],
  ["models", "Models", "such as post person; empty for all"],
  ["kinds", "Events", "such as instance.updated; empty for all of instances"],
  ["description", "Description", "what it is for"],
] as const;

/** The screen. */
export function WebhooksScreen({ source, session }: ScreenProps): ComponentChildren {
  const client = useMemo(() => new ModelsClient(session.api, source.id), [source.id]), { isView } = session.about;
  const rows = useLoaded(source.id, () => client.rows("webhooks")), attempt = useAttempt();
  const made = useSignal<NewKey | null>(null), asked = useSignal<string | null>(null);
  const show = (secret: NewKey): void => {
    made.value = secret;
    rows.again();
  };
  const change = (webhook: string, to: "on" | "off" | "remove"): void => {
    void attempt.run(() => client.changeWebhook(webhook, to), rows.again);
  };
  const remove = (webhook: string): void => {
    if (asked.value !== webhook) return void (asked.value = webhook);
    asked.value = null;
    change(webhook, "remove");
  };
  const actions = ({ node, values: { enabled } }: Row): ComponentChildren => (
    <span class="buttons">
      <button type="button" onClick={() => change(node!, enabled === false ? "on" : "off")}>
        {enabled === false ? "Switch on" : "Switch off"}
      </button>
      <button type="button" onClick={() => void attempt.run(() => client.rotateWebhook(node!), show)}>
        New secret
      </button>
      <button type="button" onClick={() => remove(node!)}>{asked.value === node ? "Yes: remove it" : "Remove"}</button>
    </span>
  );
  const { value } = rows.value, failed = rows.error.value, isKnown = value !== null && value.columns.length > 0;
  return (
    <section class="model-pad">
      <div class="bar">
        <h2>Where events are sent</h2>
        <button type="button" onClick={rows.again}>Look again</button>
        <span class="note">Messages that were given up are among the Errors.</span>
      </div>
      {failed !== null && <Problem error={failed} />}
      {value !== null && !isKnown && <p class="empty">This server has no webhooks.</p>}
      {made.value !== null && <NewSecret key={made.value.key} made={made.value} onKept={() => made.value = null} />}
      <Refused attempt={attempt} />
      {asked.value !== null && (
        <p role="alert">
          Remove this webhook, with its secret and its dead messages? This cannot be undone.{" "}
          <button type="button" onClick={() => asked.value = null}>Leave it</button>
        </p>
      )}
      {isKnown && <RowTable label="Webhooks" rows={value} {...isView ? {} : { actions }} />}
      {isKnown && !isView && (
        <TextsForm
          label="New webhook"
          fields={FIELDS}
          submit="Make the webhook"
          onSubmit={(texts) => client.makeWebhook(texts)}
          onDone={show}
        />
      )}
    </section>
  );
}
