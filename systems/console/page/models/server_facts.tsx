/**
 * The server itself: how well it works, and who asks.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import { Problem } from "../system/problem.tsx";
import { useLoaded } from "./loaded.ts";
import type { ModelsClient } from "./models_client.ts";

/** Shows it. */
export function ServerFacts({ client }: { client: ModelsClient }): ComponentChildren {
  const tree = useLoaded("server", () => client.tree(null)), server = tree.value.value?.[0] ?? null;
  const findings = useLoaded("findings", () => client.rows("findings")), found = findings.value.value;
  const again = (): void => {
    tree.again();
    findings.again();
  };
  const failed = tree.error.value, state = server?.state ?? null;
  return (
    <div class="model-pad">
      {failed !== null && <Problem error={failed} />}
      {failed === null && server === null && <p class="empty" role="status">Asking the server …</p>}
      {server !== null && (
        <section aria-label="Server">
          <h2>{server.title}</h2>
          {state !== null && <p class={`state ${state.level}`}>{state.level === "good" ? "●" : "✕"} {state.text}</p>}
          <dl class="facts">
            {server.facts.map(({ name, value }) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
          </dl>
        </section>
      )}
      {found !== null && found.columns.length > 0 && (
        <section aria-label="Findings">
          <h2>What it leaves open: {found.rows.length}</h2>
          <ul>
            {found.rows.map(({ values: { level, message } }) => (
              <li key={String(message)}>
                <b>{level === "open" ? "✕ open" : "⚠ warning"}</b> {String(message)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <button type="button" onClick={again}>Ask again</button>
    </div>
  );
}
