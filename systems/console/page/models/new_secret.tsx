/**
 * The new secret of a key or a webhook, until the user has kept it. Nothing else of the page has it.
 *
 * @module
 */
import type { NewKey } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { useSignal } from "../signals.ts";

/** Shows it. */
export function NewSecret({ made, onKept }: { made: NewKey; onKept: () => void }): ComponentChildren {
  const copied = useSignal("");
  const copy = (): void => {
    const copying = navigator.clipboard?.writeText(made.key) ?? Promise.reject(new Error("no clipboard"));
    copying.then(() => copied.value = "Copied.", () => copied.value = "Select it and copy it yourself.");
  };
  return (
    <section class="conflicts" role="alert" aria-label={`Secret of ${made.id}`}>
      <b>The secret of {made.id}, shown this once</b>
      <pre tabIndex={0} aria-label="Secret">{made.key}</pre>
      {made.isOwn && <p>✕ This console uses the old one: start it again with this key before the old one ends.</p>}
      <button type="button" onClick={copy}>Copy</button>{" "}
      <button type="button" class="main" onClick={onKept}>I have kept it: take it from the page</button>{" "}
      <span role="status">{copied.value}</span>
    </section>
  );
}
