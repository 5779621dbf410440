/**
 * Asks before something is stopped: a service by Enter, the host by its name.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";

/** What a {@link StopBar} takes. */
export interface StopBarProps {
  /** The service; null for the host. */
  readonly service: string | null;
  /** The host's name. */
  readonly host: string;
  /** Stops it. */
  onStop(): void;
  /** Leaves it. */
  onLeave(): void;
}

/** The question. */
export function StopBar({ service, host, onStop, onLeave }: StopBarProps): ComponentChildren {
  const typed = useSignal(""), button = useRef<HTMLButtonElement | null>(null);
  const input = useRef<HTMLInputElement | null>(null), isMeant = service !== null || typed.value === host;
  // At once, not after the next paint: Escape leaves the question from the first moment on.
  useLayoutEffect(() => (service === null ? input.current : button.current)?.focus(), [service]);
  return (
    <form
      class="bar stop"
      aria-label={service === null ? "Stop the host" : `Stop ${service}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isMeant) onStop();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onLeave();
      }}
    >
      {service === null
        ? (
          <label>
            Stops all services. Type <b>{host}</b> to stop the host:{" "}
            <input
              ref={input}
              type="text"
              autocomplete="off"
              spellcheck={false}
              value={typed.value}
              onInput={(event) => typed.value = event.currentTarget.value}
            />
          </label>
        )
        : (
          <span>
            Stop <b>{service}</b>? Its sessions end.
          </span>
        )}
      <button ref={button} type="submit" disabled={!isMeant}>
        Stop <kbd>Enter</kbd>
      </button>
      <button type="button" onClick={onLeave}>
        Leave it <kbd>Esc</kbd>
      </button>
    </form>
  );
}
