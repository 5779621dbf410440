/**
 * The page: the bar above, the screen, and the line below.
 *
 * @module
 */
import { type ComponentChildren, h, useEffect } from "../preact.ts";
import { OpenRecording } from "../files/open_recording.tsx";
import type { LiveState } from "../server/live.ts";
import { bind, bindings } from "./keys.ts";
import { go, place } from "./place.ts";
import { screensOf } from "./screens.ts";
import type { Session } from "./session.ts";
import { useSignal } from "../signals.ts";

const STATES: Readonly<Record<LiveState, string>> = {
  connecting: "◐ connecting",
  live: "● live",
  reconnecting: "◐ reconnecting",
  refused: "○ the console was started again: open its new address",
  none: "○ a file without a server",
};

/** Everything. */
export function App({ session, build }: { session: Session; build: string }): ComponentChildren {
  const { about, live } = session, isHelp = useSignal(false), sources = session.sources.value;
  const source = sources.find(({ id }) => id === place.value.source) ?? sources[0];
  const screens = source === undefined ? [] : screensOf(source);
  const screen = screens.find(({ id }) => id === place.value.screen) ?? screens[0];
  useEffect(() => {
    const bound = bind([
      ...screens.map(({ id, title }, index) => ({
        key: String(index + 1),
        help: title,
        run: () => go({ screen: id }),
      })),
      { key: "?", help: "Show the keys", run: () => isHelp.value = !isHelp.value },
      { key: "Escape", help: "Back to the list", isEverywhere: true, run: () => leave(() => isHelp.value = false) },
    ]);
    return () => bound[Symbol.dispose]();
  }, [source?.id]);
  const isOld = live.build.value !== null && live.build.value !== build;
  return (
    <div class="page">
      <header>
        <h1 class="hidden">Fluxwire console</h1>
        <label class="source">
          <span class="hidden">Source</span>
          <select value={source?.id} onChange={(event) => go({ source: event.currentTarget.value })}>
            {sources.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
          </select>
        </label>
        <OpenRecording session={session} />
        <nav aria-label="Screens">
          {screens.map(({ id, title }, index) => (
            <button
              key={id}
              type="button"
              aria-current={id === screen?.id ? "page" : undefined}
              onClick={() => go({ screen: id })}
            >
              <kbd>{index + 1}</kbd> {title}
            </button>
          ))}
        </nav>
        {about.isView && <span class="note">only looking</span>}
        <span class={`live ${live.state.value}`} role="status">{STATES[live.state.value]}</span>
      </header>
      {isOld && <p class="banner" role="alert">The console was updated: reload the page.</p>}
      <main>
        {screen === undefined || source === undefined
          ? <p class="empty">There is nothing to show.</p>
          : <screen.view key={`${source.id} ${screen.id}`} source={source} session={session} />}
      </main>
      <footer>
        <button type="button" onClick={() => isHelp.value = !isHelp.value}>
          <kbd>?</kbd> Keys
        </button>
        <span>Fluxwire {about.version}</span>
      </footer>
      {isHelp.value && <Keys />}
    </div>
  );
}

function Keys(): ComponentChildren {
  return (
    <aside class="keys" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {bindings.value.map(({ key, help }) => [
          <dt key={`${key} key`}>
            <kbd>{key}</kbd>
          </dt>,
          <dd key={key}>{help}</dd>,
        ])}
      </dl>
    </aside>
  );
}

function leave(then: () => void): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  document.querySelector<HTMLElement>(".list")?.focus();
  then();
}
