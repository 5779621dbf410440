/**
 * A driver that runs, as its supervisor sees it.
 *
 * @module
 */
import {
  type Ending,
  FinalLaunchError,
  type LogStore,
  type Process,
  type Progress,
  type ServiceInstance,
  type Sign,
  signOf,
  type StopReason,
} from "@fluxwire/supervise";
import type { Clock } from "@fluxwire/transport";
import type { HubRoute } from "../routing/hub_route.ts";
import type { Launch } from "./launch.ts";

/** How long commands in flight have when a driver is stopped, in milliseconds. */
export const DRAIN_MS = 1_000;
/** From closing stdin to SIGTERM, in milliseconds. */
const STDIN_GRACE_MS = 200;
/** How long a hub may be without the session that it had, in milliseconds. */
const SESSION_LOST_MS = 30_000;

/** What a running driver stands among. */
export interface InstanceParts {
  readonly launch: Launch;
  readonly process: Process;
  /** Of a HUB: the way to it; null for others. */
  readonly route: HubRoute | null;
  readonly log: LogStore;
  readonly clock: Clock;
  /** Called when nothing of it is left. */
  readonly onGone: () => void;
}

/** A driver that is ready. */
export class NxInstance implements ServiceInstance {
  readonly #parts: InstanceParts;
  readonly #verdict = Promise.withResolvers<Ending>();
  readonly #refused = Promise.withResolvers<FinalLaunchError>();
  #lostTimer: unknown;
  /** Resolves when it has ended, hangs without its hub session, or must not go on. */
  readonly ended: Promise<Ending>;

  /** A driver that was started. */
  constructor(parts: InstanceParts) {
    this.#parts = parts;
    this.ended = Promise.race([parts.process.ended, this.#verdict.promise]);
  }

  /** Its process. */
  get process(): Process {
    return this.#parts.process;
  }

  /** Its launch. */
  get launch(): Launch {
    return this.#parts.launch;
  }

  /** It must not go on, and would not the next time: it says that it is another driver. */
  refuse(cause: string): void {
    this.#refused.resolve(new FinalLaunchError(cause));
    this.#verdict.resolve({ isClean: false, cause, isFinal: true });
  }

  /** Resolves when it is refused, with what its start fails with. */
  get refusal(): Promise<FinalLaunchError> {
    return this.#refused.promise;
  }

  /** It did not become what it announced: it has failed. */
  fail(cause: string): void {
    this.#verdict.resolve({ isClean: false, cause });
  }

  /** Its hub session has begun, or has ended: without one for 30 s it hangs, unless it may. */
  hubSessionChanged(isConnected: boolean): void {
    const { clock, launch, log } = this.#parts;
    clock.clearTimeout(this.#lostTimer);
    if (isConnected) return;
    this.#lostTimer = clock.setTimeout(() => {
      const cause = `its hub session ended ${SESSION_LOST_MS / 1_000} s ago, and it has opened no other`;
      if (launch.instance.settings.sessionLost === "keep") log.note("warn", cause);
      else this.fail(`It hangs: ${cause}`);
    }, SESSION_LOST_MS);
  }

  /** Asks a driver with a session how well it is; others are alive as long as their process. */
  async check(signal: AbortSignal): Promise<Sign> {
    const { session } = this.#parts.launch;
    if (session === null) return "answered";
    const before = await this.#progress();
    try {
      await session.check(signal);
      return "answered";
    } catch {
      return signOf(before, await this.#progress(), 0);
    }
  }

  /** No new commands, a second for those in flight, `Stop`, then its stdin, SIGTERM and SIGKILL. */
  async stop(why: StopReason): Promise<void> {
    const { launch, process, route, log, clock, onGone } = this.#parts;
    const { session, instance: { settings: { termGraceMs } } } = launch;
    clock.clearTimeout(this.#lostTimer);
    if (why === "asked") {
      await Promise.all([route?.drain(DRAIN_MS), session?.drain(DRAIN_MS)]);
      session?.send({ case: "stop", value: { reason: "asked", graceMs: STDIN_GRACE_MS + termGraceMs } });
    }
    await process.stop({ stdinGraceMs: STDIN_GRACE_MS, termGraceMs }).catch((error) => {
      log.note("error", `Cannot stop it: ${error}`);
    });
    onGone();
  }

  async #progress(): Promise<Progress> {
    const usage = await this.#parts.process.usage(0);
    return { atMs: performance.now(), cpuMs: usage?.cpuMs ?? null, receivedBytes: 0 };
  }
}
