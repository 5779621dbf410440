/**
 * A driver that is killed and suspended while it is in use, and restarted each time.
 *
 * @module
 */
import type { Process } from "@fluxwire/supervise";
import { type DriverInstance, launch } from "@fluxwire/host";
import { pathOf } from "../e2e/running_driver.ts";

/** How long a driver is suspended, in milliseconds. */
const STANDSTILL_MS = 30;

/** One driver. Disposing it ends it. */
export class RestlessDriver implements AsyncDisposable {
  readonly #socketId = `fluxwire-chaos-${crypto.randomUUID()}`;
  #launched: Promise<DriverInstance<Process>>;
  #killing: Promise<void> | null = null;
  /** How often it was killed, and suspended. */
  readonly counts = { kills: 0, standstills: 0 };

  /** Starts it. */
  constructor() {
    this.#launched = this.#launch();
  }

  /** Its socket and token, once it listens. */
  async ready(): Promise<{ socketId: string; token: string }> {
    const { token } = await this.#launched;
    return { socketId: this.#socketId, token: token! };
  }

  /** Kills it without a warning, and restarts it; only once for simultaneous requests. */
  kill(): Promise<void> {
    return this.#killing ??= this.#kill().finally(() => this.#killing = null);
  }

  async #kill(): Promise<void> {
    const launched = await this.#launched;
    this.counts.kills++;
    this.#launched = (async () => {
      Deno.kill(launched.process.pid, "SIGKILL");
      await launched.process.exited;
      await launched.stop();
      return await this.#launch();
    })();
    await this.#launched;
  }

  /** Suspends it for a while. */
  async standStill(): Promise<void> {
    const { process: { pid } } = await this.#launched;
    this.counts.standstills++;
    signal(pid, "SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, STANDSTILL_MS));
    signal(pid, "SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#launched).stop();
  }

  #launch(): Promise<DriverInstance<Process>> {
    const permissions = ["--no-prompt", "--allow-net", "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE"];
    const own = [pathOf("tests/chaos/echo_driver.ts"), "--socket", this.#socketId, "--log-level", "error"];
    return launch({ command: Deno.execPath(), args: ["run", ...permissions, ...own], socketId: this.#socketId });
  }
}

/** Sends a signal, unless the process has been killed meanwhile. */
function signal(pid: number, name: Deno.Signal): void {
  try {
    Deno.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
