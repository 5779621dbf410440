/**
 * The keys of the host's screen.
 *
 * @module
 */
import type { Binding } from "../shell/keys.ts";

/** What the keys do. */
export interface HostActions {
  /** Whether nothing may be changed. */
  readonly isView: boolean;
  /** Chooses a service further on, or before. */
  move(by: number): void;
  /** Restarts the chosen service. */
  restart(): void;
  /** Asks whether to stop it. */
  stop(): void;
  /** Shows its log, why it does not run, or its frames. */
  show(pane: "logs" | "why" | "frames"): void;
}

/** The bindings. */
export function hostKeys(actions: HostActions): Binding[] {
  const { move, restart, stop, show } = actions;
  const changing: Binding[] = ["R", "r"].map((key) => ({ key, help: "Restart the service", run: restart }));
  changing.push(...["S", "s"].map((key) => ({ key, help: "Stop the service", run: stop })));
  return [
    { key: "ArrowDown", help: "The next service", run: () => move(1) },
    { key: "ArrowUp", help: "The service before", run: () => move(-1) },
    { key: "j", help: "The next service", run: () => move(1) },
    { key: "k", help: "The service before", run: () => move(-1) },
    { key: "Home", help: "The first service", run: () => move(-Infinity) },
    { key: "End", help: "The last service", run: () => move(Infinity) },
    ...actions.isView ? [] : changing,
    { key: "w", help: "Why it does not run", run: () => show("why") },
    { key: "l", help: "Its log", run: () => show("logs") },
    { key: "f", help: "Its frames, if it has a tap", run: () => show("frames") },
    {
      key: "/",
      help: "Filter the log",
      run: () => document.querySelector<HTMLElement>(".host .system-log input")?.focus(),
    },
  ];
}
