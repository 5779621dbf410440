/**
 * Watches for the end of a driver: a signal, the end of its lifeline, or the end of its parent process.
 *
 * @module
 */
import { lifelineEnd } from "@fluxwire/transport";

/** How often the parent process is checked, in milliseconds: systems send no event when it ends. */
export const PARENT_INTERVAL_MS = 500;

/** What to watch. */
export interface LifetimeOptions {
  /** Whether the end of standard input ends the driver. */
  lifeline: boolean;
  /** Whether a change of parent ends it. */
  parent: boolean;
}

/** Resolves with the reason when it is time to stop. Disposing stops watching. */
export class Lifetime implements Disposable {
  readonly #stop = new DisposableStack();
  /** Resolves with the reason to stop. */
  readonly ended: Promise<string>;

  constructor({ lifeline, parent }: LifetimeOptions) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    for (const signal of signals()) {
      const onSignal = (): void => resolve(signal);
      Deno.addSignalListener(signal, onSignal);
      this.#stop.defer(() => Deno.removeSignalListener(signal, onSignal));
    }
    if (lifeline) lifelineEnd().then(() => resolve("end of the lifeline"));
    if (parent) this.#watchParent(resolve);
  }

  [Symbol.dispose](): void {
    this.#stop.dispose();
  }

  #watchParent(resolve: (reason: string) => void): void {
    const parent = Deno.ppid;
    const timer = setInterval(() => {
      if (Deno.ppid !== parent) resolve("change of parent");
    }, PARENT_INTERVAL_MS);
    Deno.unrefTimer(timer);
    this.#stop.defer(() => clearInterval(timer));
  }
}

/** The signals that ask a process to end; Windows has no SIGTERM. */
function signals(): Deno.Signal[] {
  return Deno.build.os === "windows" ? ["SIGINT", "SIGBREAK"] : ["SIGTERM", "SIGINT"];
}
