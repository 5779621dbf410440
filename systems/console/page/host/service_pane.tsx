/**
 * The chosen service: what can be done with it, and its log, why it does not run, or its frames.
 *
 * @module
 */
import type { ShownService } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { note, place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { LogPane } from "../system/log_pane.tsx";
import { WireScreen } from "../wire/wire_screen.tsx";
import type { HostState } from "./host_state.ts";
import { stateOf } from "./order.ts";
import { WhyPane } from "./why_pane.tsx";

/** What a {@link ServicePane} takes. */
export interface ServicePaneProps extends ScreenProps {
  /** The host. */
  readonly state: HostState;
  /** The service. */
  readonly service: ShownService;
  /** Restarts it; null if that is refused. */
  readonly onRestart: (() => void) | null;
  /** Asks whether to stop it; null if that is refused. */
  readonly onStop: (() => void) | null;
}

const PANES = [["logs", "Logs"], ["why", "Why?"], ["frames", "Frames"]] as const;

/** The pane. */
export function ServicePane(
  { source, session, state, service, onRestart, onStop }: ServicePaneProps,
): ComponentChildren {
  const { id, hasTap } = service, panes = PANES.filter(([pane]) => hasTap || pane !== "frames");
  const shown = panes.find(([pane]) => pane === place.value.more["pane"])?.[0] ?? "logs";
  useLayoutEffect(() => state.follow(id), [state, id]);
  return (
    <section class="stacked-pane" aria-label={id} data-pane>
      <div class="bar">
        <b>{id}</b> <span>{stateOf(service)}</span>
        {panes.map(([pane, title]) => (
          <button
            key={pane}
            type="button"
            aria-current={pane === shown ? "page" : undefined}
            onClick={() => note("pane", pane)}
          >
            {title}
          </button>
        ))}
        {onRestart !== null && (
          <button type="button" onClick={onRestart}>
            <kbd>R</kbd> Restart
          </button>
        )}
        {onStop !== null && (
          <button type="button" onClick={onStop}>
            <kbd>S</kbd> Stop…
          </button>
        )}
      </div>
      {shown === "logs" && <LogPane lines={state.log.value} />}
      {shown === "why" && <WhyPane state={state} service={id} failedAt={service.lastError?.at ?? null} />}
      {shown === "frames" && <WireScreen key={id} source={source} session={session} part={id} />}
    </section>
  );
}
