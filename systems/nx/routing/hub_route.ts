/**
 * The way to one hub: gives each command an id of its own, sends it when its turn comes, and brings the answer back.
 *
 * @module
 */
import { CallTimes } from "@fluxwire/supervise";
import { type Clock, onAbort } from "@fluxwire/transport";
import { clearDeadline, type Deadline, type Limited, setDeadline } from "@fluxwire/transport/internal";
import type { RouteStep } from "./call_steps.ts";
import { CommandQueue, type QueuedCommand } from "./command_queue.ts";
import { type FailureCode, ProxyError } from "./failures.ts";
import type { CallOptions, CommandRequest, HubAnswer, HubSession } from "./hub_session.ts";

/** How much may wait in a session's stream for the hub to read it, in bytes; the rest waits in the queue. */
const MAX_UNREAD_BYTES = 4 << 20;

/** A command on its way. */
interface Call extends QueuedCommand, Limited {
  readonly request: CommandRequest;
  readonly id: string;
  readonly endsAtMs: number;
  readonly startedAtMs: number;
  deadline: Deadline | null;
  state: "waiting" | "sent" | "ended";
  readonly settle: (outcome: HubAnswer | ProxyError) => void;
}

/** What a route is made with. */
export interface RouteOptions {
  readonly clock: Clock;
  /** Gives ids that no other command of this host has. */
  readonly nextId: () => string;
  /** Says why the hub has no session: its state, and when it is started again. */
  readonly explain: () => string;
  /** Gets each step of each command. */
  readonly onStep: (step: RouteStep) => void;
}

/** The way to one hub. */
export class HubRoute {
  readonly #options: RouteOptions;
  readonly #queue = new CommandQueue<Call>();
  readonly #calls = new Map<string, Call>();
  readonly #waitingForSession = new Set<() => void>();
  readonly #failed = new Map<FailureCode, number>();
  #session: HubSession | null = null;
  #isStopping = false;
  #whenIdle: (() => void)[] = [];
  #dropped = 0;
  /** The times of the calls that have ended. */
  readonly times: CallTimes = new CallTimes();

  /** No session, no call. */
  constructor(options: RouteOptions) {
    this.#options = options;
  }

  /** The session; null for none. */
  get session(): HubSession | null {
    return this.#session;
  }

  /** How many commands wait to be sent. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  /** How many are without an answer. */
  get inFlight(): number {
    return this.#queue.inFlight;
  }

  /** How many answers were dropped: their id was unknown, or their call had ended. */
  get dropped(): number {
    return this.#dropped;
  }

  /** How many calls have failed, by code. */
  get failed(): ReadonlyMap<FailureCode, number> {
    return this.#failed;
  }

  /** Begins a session; what is left of an earlier one ends as {@link end} does. */
  begin(session: HubSession): void {
    if (this.#session !== null) this.end(this.#session);
    this.#session = session;
    this.#isStopping = false;
    this.#queue.maxInFlight = session.maxInFlight;
    for (const wake of [...this.#waitingForSession]) wake();
    this.pump();
  }

  /** Ends a session: every call fails at once. One that was replaced has ended already. */
  end(session: HubSession): void {
    if (this.#session !== session) return;
    this.#session = null;
    this.#queue.maxInFlight = 0;
    for (const call of [...this.#calls.values()]) {
      const detail = call.state === "sent"
        ? "the command had been sent: it may have been done"
        : "the command had not been sent";
      this.#end(call, new ProxyError("HubDisconnected", detail));
    }
  }

  /**
   * Takes no more commands; those that wait fail, those in flight may end. Resolves when none is left, or when the time
   * is up. The next session begins anew.
   */
  async drain(ms: number): Promise<void> {
    this.#isStopping = true;
    for (const wake of [...this.#waitingForSession]) wake();
    for (const call of [...this.#calls.values()]) {
      if (call.state === "waiting") this.#end(call, new ProxyError("HostStopping", "the hub is being stopped"));
    }
    if (this.#calls.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.setTimeout(resolve, ms);
    this.#whenIdle.push(resolve);
    await promise;
    this.#options.clock.clearTimeout(timer);
  }

  /** Takes commands again: what was stopped is gone, and the next one may come. */
  resume(): void {
    this.#isStopping = false;
  }

  /** Sends what may be sent now: a place is free, or the hub has read. */
  pump(): void {
    const { clock } = this.#options;
    for (let session = this.#session; session !== null && session.unreadBytes < MAX_UNREAD_BYTES;) {
      const call = this.#queue.take();
      if (call === null) return;
      call.state = "sent";
      const timeoutMs = Math.max(1, Math.ceil(call.endsAtMs - clock.now()));
      this.#step(call.request, "sent", call.id);
      session.send({ ...call.request, id: call.id, timeoutMs });
      session = this.#session;
    }
  }

  /**
   * Sends a command, and gives the hub's answer with the caller's id.
   *
   * @throws {ProxyError} why there is none.
   */
  async call(request: CommandRequest, options: CallOptions): Promise<HubAnswer> {
    const { clock } = this.#options;
    const startedAtMs = clock.now();
    const limitMs = Math.min(options.limitMs, options.timeoutMs ?? Infinity);
    this.#step(request, "routed", null);
    try {
      await this.#requireSession(Math.min(options.waitMs, limitMs), options.signal);
      const answer = await this.#send(request, {
        startedAtMs,
        endsAtMs: startedAtMs + limitMs,
        signal: options.signal,
      });
      this.times.add(clock.now() - startedAtMs, { isFailure: false });
      this.#step(request, "answered", answer.correlationId, answer.message);
      return { ...answer, correlationId: request.correlationId };
    } catch (error) {
      if (error instanceof ProxyError) {
        this.count(error.code, clock.now() - startedAtMs);
        this.#step(request, "failed", null, `${error.code}: ${error.detail}`);
      }
      throw error;
    }
  }

  /** Counts a call that has failed. */
  count(code: FailureCode, ms: number): void {
    this.#failed.set(code, (this.#failed.get(code) ?? 0) + 1);
    this.times.add(ms, { isFailure: true });
  }

  /** Takes an answer of a session. */
  answer(session: HubSession, answer: HubAnswer): void {
    const call = this.#calls.get(answer.correlationId);
    if (session !== this.#session || call?.state !== "sent") {
      this.#dropped++;
      return;
    }
    this.#end(call, answer);
  }

  /** Ends a call of a session whose answer cannot be passed on. */
  fail(session: HubSession, id: string, error: ProxyError): void {
    const call = this.#calls.get(id);
    if (session !== this.#session || call?.state !== "sent") this.#dropped++;
    else this.#end(call, error);
  }

  /** Whether the hub has a session, now or within that time; false at once when the signal aborts. */
  async untilSession(ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.#session === null && !this.#isStopping && ms > 0 && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = this.#options.clock.setTimeout(resolve, ms);
      this.#waitingForSession.add(resolve);
      using _listening = onAbort(signal, resolve);
      await promise;
      this.#waitingForSession.delete(resolve);
      this.#options.clock.clearTimeout(timer);
    }
    return this.#session !== null;
  }

  /** Waits for a session as long as the caller does, at most. */
  async #requireSession(ms: number, signal: AbortSignal): Promise<void> {
    await this.untilSession(ms, signal);
    if (signal.aborted) throw cancelled();
    if (this.#isStopping) throw new ProxyError("HostStopping", "the hub is being stopped");
    if (this.#session === null) throw new ProxyError("HubUnavailable", this.#options.explain());
  }

  #send(
    request: CommandRequest,
    { startedAtMs, endsAtMs, signal }: { startedAtMs: number; endsAtMs: number; signal: AbortSignal },
  ): Promise<HubAnswer> {
    const { clock, nextId } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<HubAnswer>();
    const onAbort = () => this.#giveUp(call, cancelled());
    const call: Call = {
      request,
      id: nextId(),
      childRef: request.childRef,
      byteLength: request.payload.length,
      endsAtMs,
      startedAtMs,
      deadline: null,
      onDeadline: () => this.#timeOut(call),
      state: "waiting",
      settle: (outcome) => {
        signal.removeEventListener("abort", onAbort);
        if (outcome instanceof ProxyError) reject(outcome);
        else resolve(outcome);
      },
    };
    signal.addEventListener("abort", onAbort, { once: true });
    this.#calls.set(call.id, call);
    call.deadline = setDeadline(call, clock, Math.max(0, endsAtMs - clock.now()));
    if (this.#queue.add(call)) this.pump();
    else this.#end(call, new ProxyError("HubBusy", `${this.#queue.waiting} commands wait for this hub already`));
    return promise;
  }

  #step(
    { correlationId, childRef, endpointKey, callerDeviceId }: CommandRequest,
    step: RouteStep["step"],
    id: string | null,
    detail = "",
  ): void {
    this.#options.onStep({ correlationId, step, id, childRef, endpointKey, callerDeviceId, detail });
  }

  #timeOut(call: Call): void {
    const where = call.state === "sent" ? "the hub has not answered" : "the command was not sent: the hub is busy";
    const ms = Math.round(call.endsAtMs - call.startedAtMs);
    this.#giveUp(call, new ProxyError("HubTimeout", `${where} within ${ms} ms`));
  }

  /** Ends a call that the hub may still work on, and says so to a hub that wants to know. */
  #giveUp(call: Call, error: ProxyError): void {
    const session = this.#session;
    if (call.state === "sent" && session?.features.has("cancel")) {
      session.send({ ...call.request, control: "CANCEL", payload: new Uint8Array(0), id: call.id, timeoutMs: 0 });
    }
    this.#end(call, error);
  }

  #end(call: Call, outcome: HubAnswer | ProxyError): void {
    if (call.state === "ended") return;
    if (call.state === "sent") this.#queue.release(call);
    else this.#queue.remove(call);
    call.state = "ended";
    this.#calls.delete(call.id);
    clearDeadline(call, this.#options.clock, call.deadline);
    call.settle(outcome);
    this.pump();
    if (this.#calls.size === 0) { for (const wake of this.#whenIdle.splice(0)) wake(); }
  }
}

function cancelled(): ProxyError {
  return new ProxyError("Cancelled", "the caller has left, or has cancelled the call");
}
