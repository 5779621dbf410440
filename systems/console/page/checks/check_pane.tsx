/**
 * A check: what it expects and by which section of PROTOCOL.md, why it did not pass, and its frames.
 *
 * @module
 */
import type { ShownCheck } from "@fluxwire/console/api";
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h } from "../preact.ts";
import { go } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { WireScreen } from "../wire/wire_screen.tsx";
import type { ChecksState } from "./checks_state.ts";
import { SectionText } from "./section_text.tsx";

/** What a {@link CheckPane} takes. */
export interface CheckPaneProps extends ScreenProps {
  /** The driver's checks. */
  readonly state: ChecksState;
  /** The result. */
  readonly check: ShownCheck;
  /** The user goes back to the recordings. */
  onLeave(): void;
}

/** The pane. */
export function CheckPane({ source, session, state, check, onLeave }: CheckPaneProps): ComponentChildren {
  const { id, layout, verdict, section, text, message, ms, frames, omitted, stream, connections } = check;
  const showFrames = (): void => go({ screen: "wire", more: { filter: filterOf(connections!) } });
  return (
    <section class="stacked-pane" aria-label={id} data-pane>
      <div class="bar">
        <b>{id}</b> <span>{verdict}, layout {layout}, {Math.round(ms)} ms</span>
        {connections !== null && <button type="button" onClick={showFrames}>{counted(frames, "frame")} ▸ Wire</button>}
        {omitted > 0 && <span class="quiet">{counted(omitted, "more frame")} not kept</span>}
        <button type="button" class="count" onClick={onLeave}>
          Back to the {session.inside === null ? "recordings" : "report"}
        </button>
      </div>
      <div class="check-parts">
        <div class="check-text">
          <p>It expects: {text}</p>
          {message !== null && (
            <p class={verdict === "failed" ? "bad" : ""}>{verdict === "failed" ? "✕ " : ""}{message}</p>
          )}
          <p>
            <code>PROTOCOL.md#{section}</code> is the section that says so.
          </p>
        </div>
        {verdict === "failed" && <SectionText state={state} anchor={section} />}
      </div>
      {(stream ?? connections) !== null && <WireScreen key={stream} source={source} session={session} part={stream} />}
    </section>
  );
}

/** The filter for the frames of one check. */
export function filterOf([first, last]: readonly [first: number, last: number]): string {
  return first === last ? `connection=${first}` : `connection>=${first} connection<=${last}`;
}
