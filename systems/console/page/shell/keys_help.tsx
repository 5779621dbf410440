/**
 * The list of keys.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { areLettersOn } from "./choices.ts";
import { bindings, helpOf, nameOf } from "./keys.ts";

/** All keys that do something now. It takes the focus, and gives it back. */
export function KeysHelp({ onClose }: { onClose(): void }): ComponentChildren {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement, here = element.current!;
    here.querySelector("button")!.focus();
    return () => {
      if (here.contains(document.activeElement) && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside ref={element} class="keys" aria-label="Keys">
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
