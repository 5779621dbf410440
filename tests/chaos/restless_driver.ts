/**
 * A driver that is killed and stopped while it is used, and started again each time.
 *
 * @module
 */
import type { Process } from "@fluxwire/supervise";
import { type DriverInstance, launch } from "@fluxwire/host";
import { pathOf } from "../e2e/running_driver.ts";

/** How long a stopped driver stands still, in milliseconds. */
const STANDSTILL_MS = 30;

/** One driver. Disposing it ends it. */
export class RestlessDriver implements AsyncDisposable {
  readonly #socketId = `fluxwire-chaos-${crypto.randomUUID()}`;
  #launched: Promise<DriverInstance<Process>>;
  #killing: Promise<void> | null = null;
  /** How often it was killed, and stopped. */
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

  /** Kills it without a warning, and starts it again; once, where several ask for it at the same time. */
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

  /** Lets it stand still for a while. */
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

/** A process that was killed meanwhile gets no signal. */
function signal(pid: number, name: Deno.Signal): void {
  try {
    Deno.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
