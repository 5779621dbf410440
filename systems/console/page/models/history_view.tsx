/**
 * An instance's history: a slider by its events, the values at the chosen one, and the way back to them.
 *
 * @module
 */
import type { HistoryEntry, HistoryPage } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { note, place } from "../shell/place.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { useAttempt } from "./attempt.ts";
import type { InstancePartProps } from "./instance_pane.tsx";
import { useLoaded, useSteady } from "./loaded.ts";
import { Refused } from "./refused.tsx";
import { ValueText } from "./value_text.tsx";

/** The view. What it knew stays while it asks again, as when another has made an event. */
export function HistoryView(props: InstancePartProps): ComponentChildren {
  const { client, model, id, feed, instance } = props, newest = useSteady(feed.newest(model, id).value?.seq ?? 0);
  const pages = useSignal(1), wanted = Number(place.value.more["at"] ?? Infinity);
  const { value, error } = useLoaded(`${newest} ${instance.value?.revision} ${pages.value}`, async () => {
    const items: HistoryEntry[] = [];
    let next: string | null = null;
    for (let page = 0; page < pages.value && (page === 0 || next !== null); page++) {
      const got: HistoryPage = await client.history(model, id, next);
      items.push(...got.items);
      next = got.next;
    }
    return { entries: items.toReversed(), next };
  });
  const { entries, next } = value.value ?? { entries: [], next: null };
  useLayoutEffect(() => {
    // The address may lead to an event that is older than what was asked for.
    if (next !== null && wanted < entries[0]!.seq) pages.value++;
  }, [value.value]);
  return (
    <section aria-label="History">
      {error.value !== null && <Problem error={error.value} />}
      {entries.length > 0 && <Slider {...props} entries={entries} />}
      {next !== null && <button type="button" onClick={() => pages.value++}>Older events</button>}
    </section>
  );
}

function Slider(props: InstancePartProps & { entries: readonly HistoryEntry[] }): ComponentChildren {
  const { client, model, id, info, instance, isView, entries } = props, attempt = useAttempt();
  const at = Number(place.value.more["at"] ?? 0), found = entries.findIndex(({ seq }) => seq === at);
  const index = found === -1 ? entries.length - 1 : found, entry = entries[index]!;
  const past = useLoaded(String(entry.seq), async () => {
    return { seq: entry.seq, values: entry.values === null ? null : (await client.read(model, id, entry.seq)).values };
  });
  const text = `${index + 1} of ${entries.length}: ${entry.kind} by ${entry.actor}`;
  const then = past.value.value?.seq === entry.seq ? past.value.value.values : undefined;
  const restore = (): Promise<void> =>
    attempt.run(() => client.restore(model, { id, revision: entry.seq }), (next) => {
      instance.value = next;
      note("at", null);
    });
  return (
    <div>
      <label for="at">At the event</label>
      <input
        id="at"
        type="range"
        min={0}
        max={entries.length - 1}
        value={index}
        aria-valuetext={text}
        onInput={(event) => note("at", String(entries[Number(event.currentTarget.value)]!.seq))}
      />
      <p role="status">
        {text}
        {entry.cause !== null && `, made by the hook ${entry.cause}`}; {entry.at}, place {entry.seq}
      </p>
      {past.error.value !== null && <Problem error={past.error.value} />}
      {then === null && <p class="empty">It was deleted then.</p>}
      {then !== null && then !== undefined && (
        <table class="fields" aria-label={`Values at ${entry.seq}`}>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Then</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {namesOf(info.fields.map(({ name }) => name), then).map((name) => {
              const now = instance.value?.values[name], isSame = (now ?? null) === (then[name] ?? null);
              return (
                <tr key={name} class={isSame ? "" : "selected"}>
                  <td>{name}</td>
                  <td>
                    <ValueText value={then[name]} />
                  </td>
                  <td>{isSame ? "the same" : <ValueText value={now ?? null} />}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <Refused attempt={attempt} />
      {!isView && then !== null && entry.seq !== instance.value?.revision && (
        <button
          type="button"
          class="main"
          disabled={attempt.isBusy.value}
          onClick={() => void restore()}
        >
          Restore these values
        </button>
      )}
    </div>
  );
}

/** The fields of now, and those that the past had besides. */
function namesOf(fields: readonly string[], then: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...fields, ...Object.keys(then)])];
}
