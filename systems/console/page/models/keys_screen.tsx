/**
 * Keys: who may ask a model server, without secrets; a new secret is shown once.
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

/** The fields of a new key. */
const FIELDS = [
  ["id", "Name", "a-z, digits and -"],
  ["scopes", "Scopes", "such as role:editor post:read, or admin"],
  ["expiresAt", "Until", "such as 2100-01-01T00:00:00Z; empty for ever"],
] as const;

/** The screen. */
export function KeysScreen({ source, session }: ScreenProps): ComponentChildren {
  const client = useMemo(() => new ModelsClient(session.api, source.id), [source.id]), { isView } = session.about;
  const rows = useLoaded(source.id, () => client.rows("keys")), attempt = useAttempt();
  const made = useSignal<NewKey | null>(null), asked = useSignal<string | null>(null), grace = useSignal("");
  const show = (key: NewKey): void => {
    made.value = key;
    rows.again();
  };
  const revoke = (key: string): void => {
    if (asked.value !== key) return void (asked.value = key);
    asked.value = null;
    void attempt.run(() => client.revokeKey(key), rows.again);
  };
  const actions = ({ node }: Row): ComponentChildren => (
    <span class="buttons">
      <button type="button" onClick={() => void attempt.run(() => client.rotateKey(node!, grace.value), show)}>
        New secret
      </button>
      <button type="button" onClick={() => revoke(node!)}>{asked.value === node ? "Yes: revoke it" : "Revoke"}</button>
    </span>
  );
  const { value } = rows.value, failed = rows.error.value;
  return (
    <section class="model-pad">
      {failed !== null && <Problem error={failed} />}
      {made.value !== null && <NewSecret key={made.value.key} made={made.value} onKept={() => made.value = null} />}
      <Refused attempt={attempt} />
      {value !== null && <RowTable label="Keys" rows={value} {...isView ? {} : { actions }} />}
      {!isView && value !== null && (
        <div>
          <p>
            <label>
              The old secret stays good behind a new one for{" "}
              <input
                type="text"
                placeholder="0, or as 1h"
                value={grace.value}
                onInput={(event) => grace.value = event.currentTarget.value}
              />
            </label>
          </p>
          <TextsForm
            label="New key"
            fields={FIELDS}
            submit="Make the key"
            onSubmit={({ id, scopes, expiresAt }) => client.makeKey(id, scopes, expiresAt)}
            onDone={show}
          />
        </div>
      )}
    </section>
  );
}
