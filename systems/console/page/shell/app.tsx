/**
 * The page: the bar above, the screen, and the line below.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { type Scheme, scheme, SCHEMES } from "./choices.ts";
import { bind, bindings, helpOf } from "./keys.ts";
import { KeysHelp } from "./keys_help.tsx";
import { LiveBanner } from "./live_banner.tsx";
import { type Command, Palette } from "./palette.tsx";
import { backToList, nextPane } from "./panes.ts";
import { go, place } from "./place.ts";
import { type Screen, screensOf } from "./screens.ts";
import type { Session } from "./session.ts";
import { StatusLine } from "./status_line.tsx";
import { TopBar } from "./top_bar.tsx";

/** Everything. */
export function App({ session, build }: { session: Session; build: string }): ComponentChildren {
  const { live } = session, over = useSignal<"keys" | "palette" | null>(null), sources = session.sources.value;
  const source = sources.find(({ id }) => id === place.value.source) ?? sources[0];
  const screens = source === undefined ? [] : screensOf(source);
  const screen = screens.find(({ id }) => id === place.value.screen) ?? screens[0];
  const toggle = (one: "keys" | "palette"): void => void (over.value = over.value === one ? null : one);
  useLayoutEffect(() => {
    document.title = [screen?.title, source?.title, "Fluxwire console"].filter(Boolean).join(" · ");
  }, [screen, source]);
  useLayoutEffect(() => {
    const bound = bind([
      ...screens.map(({ id, title }, index) => ({
        key: String(index + 1),
        help: title,
        run: () => go({ screen: id }),
      })),
      { key: "?", help: "Show the keys", run: () => toggle("keys") },
      { key: "Ctrl+k", help: "Commands", isEverywhere: true, run: () => toggle("palette") },
      { key: "F6", help: "The next pane", isEverywhere: true, run: () => nextPane(1) },
      { key: "Shift+F6", help: "The pane before", isEverywhere: true, run: () => nextPane(-1) },
      {
        key: "Escape",
        help: "Back to the list",
        isEverywhere: true,
        run: () => {
          if (over.value === null) backToList();
          over.value = null;
        },
      },
    ]);
    return () => bound[Symbol.dispose]();
  }, [source?.id]);
  return (
    <div class="page">
      <TopBar
        session={session}
        source={source}
        screens={screens}
        screen={screen}
        onPalette={() => toggle("palette")}
      />
      <LiveBanner live={live} build={build} />
      <main>
        {screen === undefined || source === undefined
          ? <p class="empty">There is nothing to show.</p>
          : <screen.view key={`${source.id} ${screen.id}`} source={source} session={session} />}
      </main>
      <StatusLine session={session} onKeys={() => toggle("keys")} />
      {over.value === "keys" && <KeysHelp onClose={() => over.value = null} />}
      {over.value === "palette" && (
        <Palette
          commands={commandsOf(session, screens)}
          onClose={() => over.value = null}
        />
      )}
    </div>
  );
}

function commandsOf({ sources }: Session, screens: readonly Screen[]): Command[] {
  const bound = [...helpOf(bindings.value)].filter(([help]) => help !== "Commands");
  const isScreen = (help: string): boolean => screens.some(({ title }) => title === help);
  return [
    ...bound.map(([help, { keys, run }]) => ({ title: isScreen(help) ? `Go to ${help}` : help, keys, run })),
    ...sources.value.map(({ id, title }) => ({ title: `Show ${title}`, keys: [], run: () => go({ source: id }) })),
    ...(Object.keys(SCHEMES) as Scheme[]).map((one) => ({
      title: `Colours: ${one}`,
      keys: [],
      run: () => void (scheme.value = one),
    })),
  ];
}
