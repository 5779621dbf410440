/**
 * The list of keys.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import { areLettersOn } from "./choices.ts";
import { bindings, helpOf, nameOf } from "./keys.ts";

/** All keys that do something now. */
export function KeysHelp({ onClose }: { onClose(): void }): ComponentChildren {
  return (
    <aside class="keys" aria-label="Keys">
      <div class="keys-head">
        <h2>Keys</h2>
        <button type="button" onClick={onClose}>Close</button>
      </div>
      <label>
        <input
          type="checkbox"
          checked={areLettersOn.value}
          onInput={(event) => areLettersOn.value = event.currentTarget.checked}
        />{" "}
        Single characters do something
      </label>
      <dl>
        {[...helpOf(bindings.value)].map(([help, { keys }]) => [
          <dt key={`${help} keys`}>{keys.map((key) => <kbd key={key}>{nameOf(key)}</kbd>)}</dt>,
          <dd key={help}>{help}</dd>,
        ])}
      </dl>
    </aside>
  );
}
