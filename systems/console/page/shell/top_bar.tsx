/**
 * The bar at the top: what is shown, by which screen, and whether it is live.
 *
 * @module
 */
import type { SourceInfo } from "@fluxwire/console/api";
import { OpenRecording } from "../files/open_recording.tsx";
import { type ComponentChildren, h } from "../preact.ts";
import type { LiveState } from "../server/live.ts";
import { type Scheme, scheme, SCHEMES } from "./choices.ts";
import { go } from "./place.ts";
import type { Screen } from "./screens.ts";
import type { Session } from "./session.ts";

const STATES: Readonly<Record<LiveState, string>> = {
  connecting: "◐ connecting",
  live: "● live",
  reconnecting: "◐ reconnecting",
  ended: "○ ended",
  refused: "○ ended",
  none: "○ a file without a server",
};

/** What the bar shows. */
export interface TopBarProps {
  /** The page's session. */
  readonly session: Session;
  /** The source that is shown; undefined without any. */
  readonly source: SourceInfo | undefined;
  /** Its screens. */
  readonly screens: readonly Screen[];
  /** The screen that is shown. */
  readonly screen: Screen | undefined;
  /** The user wants the palette. */
  onPalette(): void;
}

/** The bar. */
export function TopBar({ session, source, screens, screen, onPalette }: TopBarProps): ComponentChildren {
  const { about: { isView }, live } = session, sources = session.sources.value;
  return (
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
      <button type="button" onMouseDown={(event) => event.preventDefault()} onClick={onPalette}>
        <kbd>Ctrl+K</kbd> Commands
      </button>
      {isView && <span class="note">only looking</span>}
      <span class={`live ${live.state.value}`}>
        <span role="status">{STATES[live.state.value]}</span>
        {live.rate.value > 0 && ` ${live.rate.value.toLocaleString("en")}/s`}
      </span>
      <label>
        <span class="hidden">Colours</span>
        <select value={scheme.value} onChange={(event) => scheme.value = event.currentTarget.value as Scheme}>
          {Object.entries(SCHEMES).map(([id, title]) => <option key={id} value={id}>{title}</option>)}
        </select>
      </label>
    </header>
  );
}
