/**
 * A check: what it expects and by which section of PROTOCOL.md, why it did not pass, and its frames.
 *
 * @module
 */
import type { ShownCheck } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
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
  const { id, layout, verdict, section, text, message, ms, stream } = check;
  return (
    <section class="stacked-pane" aria-label={id} data-pane>
      <div class="bar">
        <b>{id}</b> <span>{verdict}, layout {layout}, {Math.round(ms)} ms</span>
        <button type="button" class="count" onClick={onLeave}>Back to the recordings</button>
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
      {stream !== null && <WireScreen key={stream} source={source} session={session} part={stream} />}
    </section>
  );
}
