/**
 * The chosen service: what can be done with it, and and its log, or why it does not run.
 *
 * @module
 */
import type { ShownService } from "@fluxwire/console/api";
import { type ComponentChildren, h, useEffect } from "../preact.ts";
import { note, place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { LogPane } from "../system/log_pane.tsx";
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

const PANES = [["logs", "Logs"], ["why", "Why?"]] as const;

/** The pane. */
export function ServicePane({ state, service, onRestart, onStop }: ServicePaneProps): ComponentChildren {
  const { id } = service, shown = place.value.more["pane"] === "why" ? "why" : "logs";
  useEffect(() => state.follow(id), [state, id]);
  return (
    <section class="service-pane" aria-label={id} data-pane>
      <div class="bar">
        <b>{id}</b> <span>{stateOf(service)}</span>
        {PANES.map(([pane, title]) => (
          <button
            key={pane}
            type="button"
            aria-pressed={pane === shown}
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
      {shown === "why"
        ? <WhyPane state={state} service={id} failedAt={service.lastError?.at ?? null} />
        : <LogPane lines={state.log.value} />}
    </section>
  );
}
