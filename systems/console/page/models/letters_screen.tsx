/**
 * Errors: post hooks and messages of webhooks that have failed for the last time, each with another try; and the records of
 * all that went wrong.
 *
 * @module
 */
import { type ComponentChildren, h, useMemo } from "../preact.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { useAttempt } from "./attempt.ts";
import { useLoaded } from "./loaded.ts";
import { ModelsClient } from "./models_client.ts";
import { Refused } from "./refused.tsx";
import { RowTable } from "./row_table.tsx";

/** The screen. */
export function LettersScreen({ source, session }: ScreenProps): ComponentChildren {
  const client = useMemo(() => new ModelsClient(session.api, source.id), [source.id]), { isView } = session.about;
  const rows = useLoaded(source.id, () => client.rows("letters")), attempt = useAttempt(), done = useSignal("");
  const records = useLoaded(`${source.id} records`, () => client.rows("records")), noted = records.value.value;
  const again = (): void => {
    rows.again();
    records.again();
  };
  const retry = (letter: string): Promise<void> =>
    attempt.run(() => client.retry(letter), () => {
      done.value = "It was done this time.";
      again();
    });
  const { value } = rows.value, failed = rows.error.value;
  return (
    <section class="model-pad">
      <div class="bar">
        <h2>What has failed for the last time</h2>
        <button type="button" onClick={again}>Look again</button>
        <span role="status">{done.value}</span>
      </div>
      {failed !== null && <Problem error={failed} />}
      <Refused attempt={attempt} />
      {value !== null && (
        <RowTable
          label="Dead letters"
          rows={value}
          actions={({ node }) => (
            <button
              type="button"
              disabled={isView || attempt.isBusy.value}
              onClick={() => {
                done.value = "";
                void retry(node!);
              }}
            >
              Try again
            </button>
          )}
        />
      )}
      {noted !== null && noted.columns.length > 0 && (
        <div>
          <h2>Records, the latest {noted.rows.length}</h2>
          <RowTable label="Records" rows={noted} />
        </div>
      )}
    </section>
  );
}
