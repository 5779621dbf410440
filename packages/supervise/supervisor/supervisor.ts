/**
 * Keeps one service running: carries out the actions of its lifecycle, and feeds back their outcomes.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import { StartError } from "../start_error.ts";
import { type Action, INITIAL, type Lifecycle, type LifecycleEvent, next } from "./lifecycle.ts";
import { Liveness, type Sign } from "./liveness.ts";
import type { LivenessSettings, RestartSettings } from "./settings.ts";

/** How a service has ended of itself. */
export interface Ending {
  /** Whether it seems to have meant to. */
  isClean: boolean;
  /** What happened, in a sentence. */
  cause: string;
  /**
   * Whether it would be the same each time, so that it is given up at once.
   *
   * @default {false}
   */
  isFinal?: boolean;
}

/** Thrown by a launch that would fail each time in the same way: the service is given up at once. */
export class FinalLaunchError extends Error {
  /** The class's name. */
  override readonly name = "FinalLaunchError";
}

/** Why a service is stopped: it was asked for, it hangs, or it has ended and may have left something. */
export type StopReason = "asked" | "hung" | "ended";

/** A service that is ready. */
export interface Instance {
  /** Resolves when it has ended of itself; what it resolves with once it was stopped is ignored. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Looks for a sign of life. The signal aborts when the time for it is up. */
  check(signal: AbortSignal): Promise<Sign>;
  /** Resolves when nothing of it is left. Never rejects; stopping again is harmless. */
  stop(why: StopReason): Promise<void>;
}

/** What a supervisor is made with. */
export interface SupervisorOptions<I extends Instance> {
  /** Starts the service; leaves nothing behind if it rejects. Gives up when its signal aborts. */
  launch: (signal: AbortSignal) => Promise<I>;
  /** How failures are met. */
  restart: RestartSettings;
  /** How it is watched. */
  liveness: LivenessSettings;
  /** The time. */
  clock: Clock;
  /** Gives numbers from 0 to below 1. */
  random: () => number;
  /** Called with each event that changed the state. */
  onChange?: (lifecycle: Lifecycle, event: LifecycleEvent) => void;
}

/** Keeps one service running: starts it, checks it, and starts it again by its policy, until it is stopped. */
export class Supervisor<I extends Instance> {
  readonly #options: SupervisorOptions<I>;
  #lifecycle: Lifecycle = INITIAL;
  #instance: I | null = null;
  #launching: AbortController | null = null;
  #liveness: Liveness | null = null;
  #timer: unknown;
  /** Resolves the waits for the next change of state. */
  #waiting: (() => void)[] = [];

  /** Nothing is started yet. */
  constructor(options: SupervisorOptions<I>) {
    this.#options = options;
  }

  /** The state of the service, with its restarts and the causes of its failures. */
  get lifecycle(): Lifecycle {
    return this.#lifecycle;
  }

  /** The instance that is ready; null if none is. */
  get instance(): I | null {
    return this.#lifecycle.state === "ready" ? this.#instance : null;
  }

  /** Whether the last checks of a service that is ready went without an answer. */
  get isSilent(): boolean {
    return this.#liveness?.isSilent ?? false;
  }

  /**
   * Wants the service to run. Resolves when it is ready, or is not going to be started again automatically; if it is
   * tried without end, also when it has failed.
   */
  start(): Promise<Lifecycle> {
    this.#send({ type: "start" });
    return this.#settled();
  }

  /** Stops the service if it runs, and starts it. Resolves as {@link start}. */
  restart(): Promise<Lifecycle> {
    this.#send({ type: "restart" });
    return this.#settled();
  }

  /** Wants the service not to run. Resolves when nothing is left of what ran. */
  async stop(): Promise<void> {
    this.#send({ type: "stop" });
    await this.#until(({ state }) => state !== "stopping");
  }

  #settled(): Promise<Lifecycle> {
    const isEndless = this.#options.restart.maxFailures === Infinity;
    return this.#until((lifecycle) => isSettled(lifecycle) || (isEndless && lifecycle.state === "waiting"));
  }

  /** Resolves with the first state, from now on, that is as wanted. */
  async #until(isWanted: (lifecycle: Lifecycle) => boolean): Promise<Lifecycle> {
    while (!isWanted(this.#lifecycle)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#lifecycle;
  }

  #send(event: LifecycleEvent): void {
    const { clock, random, restart, onChange } = this.#options;
    const before = this.#lifecycle;
    const { lifecycle, actions } = next(before, event, { nowMs: clock.now(), random, settings: restart });
    this.#lifecycle = lifecycle;
    for (const action of actions) this.#do(action);
    if (lifecycle.state === before.state) return;
    onChange?.(lifecycle, event);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #do(action: Action): void {
    switch (action.type) {
      case "launch":
        this.#launch();
        return;
      case "stop":
        this.#stop();
        return;
      case "retryIn":
        return this.#setTimer({ type: "retry" }, action.ms);
      case "wellIn":
        return this.#setTimer({ type: "well" }, action.ms);
      case "clearTimer":
        return this.#options.clock.clearTimeout(this.#timer);
    }
  }

  #setTimer(event: LifecycleEvent, ms: number): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = this.#options.clock.setTimeout(() => this.#send(event), ms);
  }

  async #launch(): Promise<void> {
    const launching = this.#launching = new AbortController();
    try {
      this.#instance = await this.#options.launch(launching.signal);
    } catch (error) {
      this.#launching = null;
      if (launching.signal.aborted) return this.#send({ type: "gone" });
      const cause = error instanceof Error ? error.message : String(error);
      return this.#send({ type: "failed", cause, isFinal: error instanceof FinalLaunchError, ...remedyOf(error) });
    }
    this.#launching = null;
    // It became ready in the turn in which it was to be given up.
    if (launching.signal.aborted) return await this.#stop();
    this.#watch(this.#instance);
    this.#send({ type: "ready" });
  }

  #watch(instance: I): void {
    const { liveness: settings, clock } = this.#options;
    this.#liveness = new Liveness({
      check: (signal) => instance.check(signal),
      onHung: (cause) => this.#send({ type: "hung", cause }),
      settings,
      clock,
    });
    instance.ended.then((ending) => this.#onExit(instance, ending));
  }

  /** A service that has ended may have left a part of itself, which must not meet the next one. */
  async #onExit(instance: I, { isClean, cause, isFinal }: Ending): Promise<void> {
    if (this.#instance !== instance || this.#lifecycle.state !== "ready") return;
    this.#liveness?.stop();
    await instance.stop("ended");
    if (this.#instance !== instance || this.#lifecycle.state !== "ready") return;
    this.#forget();
    this.#send({ type: "exited", isClean, cause, isFinal });
  }

  /** Stops what is launched or ready; `gone` follows. */
  async #stop(): Promise<void> {
    if (this.#launching !== null) return this.#launching.abort();
    const { then } = this.#lifecycle;
    this.#liveness?.stop();
    await this.#instance?.stop(typeof then === "object" && then !== null ? "hung" : "asked");
    this.#forget();
    this.#send({ type: "gone" });
  }

  #forget(): void {
    this.#liveness?.stop();
    this.#liveness = null;
    this.#instance = null;
  }
}

/** Whether nothing more happens of itself: it is ready, or is not started again. */
function isSettled({ state }: Lifecycle): boolean {
  return state !== "starting" && state !== "stopping" && state !== "waiting";
}

/** The code of an error of a start, and what to do about it. */
function remedyOf(error: unknown): { code?: string; hint?: string } {
  return error instanceof StartError ? { code: error.code, hint: error.hint } : {};
}
