/**
 * One launch of a driver: its token, and what it has opened at the host.
 *
 * @module
 */
import { within } from "@fluxwire/transport";
import { createHash } from "node:crypto";
import type { Instance } from "../instances/instance.ts";
import type { Caller } from "../routing/registration.ts";
import type { DriverSession } from "./driver_session.ts";

/** 32 random bytes, as `NX_LAUNCH_TOKEN` has them. */
function freshToken(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** A launch, from before its process starts until nothing of it is left. */
export class Launch {
  /** What was launched. */
  readonly instance: Instance;
  /** Known to its process only. */
  readonly token: string = freshToken();
  readonly #streams = new Set<AbortController>();
  readonly #wake = new Set<() => void>();
  #session: DriverSession | null = null;
  #hasHadSession = false;
  #hasOpenedHubSession = false;

  /** A launch with a fresh token. */
  constructor(instance: Instance) {
    this.instance = instance;
  }

  /** Its driver session; null for none. */
  get session(): DriverSession | null {
    return this.#session;
  }

  set session(session: DriverSession | null) {
    this.#session = session;
    this.#hasHadSession ||= session !== null;
    this.changed();
  }

  /** Whether it has had a driver session. */
  get hasHadSession(): boolean {
    return this.#hasHadSession;
  }

  /** Whether it has opened a hub's session, registered or not. */
  get hasOpenedHubSession(): boolean {
    return this.#hasOpenedHubSession;
  }

  set hasOpenedHubSession(value: boolean) {
    this.#hasOpenedHubSession = value;
  }

  /** Who calls with its token. */
  get caller(): Caller {
    const { deviceId, driverType, hubDeviceId, childRef } = this.instance;
    return { kind: "instance", deviceId, isChild: driverType === "CHILD", hubDeviceId, childRef };
  }

  /** Wakes those that wait for the next step of the launch. */
  changed(): void {
    for (const wake of this.#wake) wake();
  }

  /** Calls back with each step of the launch; the result ends that. */
  onChange(wake: () => void): Disposable {
    this.#wake.add(wake);
    return { [Symbol.dispose]: () => void this.#wake.delete(wake) };
  }

  /** Resolves when it has said that it is ready. @throws The signal's reason. */
  async untilStarted(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (this.#session?.isStarted) resolve();
    };
    using _watch = this.onChange(look);
    look();
    await within(promise, signal);
  }

  /** Keeps a stream of the launch, which ends with it. */
  stream(): { signal: AbortSignal } & Disposable {
    const controller = new AbortController();
    this.#streams.add(controller);
    return { signal: controller.signal, [Symbol.dispose]: () => void this.#streams.delete(controller) };
  }

  /** Ends every stream: its process is gone. */
  end(): void {
    for (const controller of this.#streams) controller.abort();
  }
}

/** Launches are found by it: a sender cannot choose the digest of a token, so the time of a search tells it nothing. */
function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** The launches that run, by their tokens. */
export class Launches {
  readonly #byDigest = new Map<string, Launch>();

  /** Begins a launch. */
  begin(instance: Instance): Launch {
    const launch = new Launch(instance);
    this.#byDigest.set(digestOf(launch.token), launch);
    return launch;
  }

  /** Ends a launch: its token is that of an earlier launch from now on. */
  end(launch: Launch): void {
    this.#byDigest.delete(digestOf(launch.token));
    launch.end();
  }

  /** The launches of an instance: one, or that of an ending process too. */
  of(instanceId: string): Launch[] {
    return [...this.#byDigest.values()].filter(({ instance }) => instance.instanceId === instanceId);
  }

  /** The launch with a token; null for another token, or none. */
  find(token: string | null): Launch | null {
    return token === null ? null : this.#byDigest.get(digestOf(token)) ?? null;
  }

  /** Who calls with a token; null for a call without one. */
  callerOf(token: string | null): Caller {
    if (token === null) return { kind: "unknown" };
    return this.find(token)?.caller ?? { kind: "invalid" };
  }
}
