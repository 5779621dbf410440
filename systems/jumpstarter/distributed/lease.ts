/**
 * One lease of an exporter: a session of its own, the connections of its clients, its hooks and its end.
 *
 * @module
 */
import type { GrpcServer } from "@fluxwire/grpc";
import { aborted, pause } from "@fluxwire/transport";
import { FREE, type Hooks, type LeaseHooks, runAfter, runBefore } from "../exporter/lease_hooks.ts";
import { ExporterLog } from "../exporter/log.ts";
import type { NodePlan } from "../exporter/plan.ts";
import { listen } from "../exporter/served.ts";
import { Session } from "../exporter/session.ts";
import { SocketFolder } from "../exporter/socket_folder.ts";
import { StatusCell } from "../exporter/status.ts";
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import type { Controller } from "./controller.ts";
import type { Dial } from "./dial.ts";
import type { Release } from "./release.ts";
import type { StatusReports } from "./status_reports.ts";
import type { Timing } from "./timing.ts";
import { Tunnels } from "./tunnels.ts";

/** What leases are served with. */
export interface LeaseSetup {
  /** The exporter's uuid. */
  readonly uuid: string;
  /** The exporter's labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** What it says to people when they come. */
  readonly motd?: string;
  /** The devices. */
  readonly plan: NodePlan;
  /** What runs around a lease. */
  readonly hooks: Hooks;
  /** The controller. */
  readonly controller: Controller;
  /** Takes each status. */
  readonly reports: StatusReports;
  /** Ends leases. */
  readonly release: Release;
  /** Connects to routers. */
  readonly dial: Dial;
  /** The log of the process, which outlives leases. */
  readonly log: ExporterLog;
  /** How long things take. */
  readonly timing: Timing;
  /** Aborts when the exporter stops. */
  readonly signal: AbortSignal;
}

/** How a lease has ended: alone, or by a hook that ends the exporter as well. */
export type LeaseEnd = "over" | "exit";

/** A lease that runs. */
export class Lease {
  /** Its name. */
  readonly name: string;
  /** Resolves when nothing of it is left; rejects if a device cannot be opened, or the controller is lost. */
  readonly finished: Promise<LeaseEnd>;
  readonly #setup: LeaseSetup;
  readonly #client: string;
  readonly #ended = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  readonly #endSession = Promise.withResolvers<void>();
  #lastMessage: string = FREE.message;
  #reported: ExporterStatus = FREE.status;

  /** Begins a lease. */
  constructor(setup: LeaseSetup, name: string, client: string) {
    this.#setup = setup;
    this.name = name;
    this.#client = client;
    this.finished = this.#run();
    // The exporter looks at it when it has time.
    this.finished.catch(() => {});
  }

  /** The controller has ended it, or the exporter stops; `finished` then follows. */
  end(): void {
    this.#ended.abort();
  }

  async #run(): Promise<LeaseEnd> {
    const { reports, signal } = this.#setup;
    const end = await this.#serve();
    // The next lease may come as soon as the controller knows: nothing of this one is left.
    if (end === "over" && !signal.aborted && this.#reported !== FREE.status) {
      reports.report(FREE.status, this.#lastMessage);
    }
    return end;
  }

  async #serve(): Promise<LeaseEnd> {
    const { uuid, labels, motd, plan, log: processLog, timing: { graceMs } } = this.#setup;
    await using stack = new AsyncDisposableStack();
    // A log of its own: its lines are not for the next client.
    const log = new ExporterLog(({ severity, message, source }) => processLog.add(severity, message, source));
    const status = new StatusCell(ExporterStatus.AVAILABLE, "");
    const session = stack.use(await Session.open(plan, log, { uuid, labels: { ...labels }, motd, status }));
    session.onEndSession(() => {
      this.#endSession.resolve();
      return { success: true, message: "Session end triggered, afterLease hook running asynchronously" };
    });
    const server = await listen(session);
    stack.defer(() => server.stop());
    const folder = stack.use(new SocketFolder());
    const ofHooks = await listen(session, { address: `unix:${folder.socket}` });
    stack.defer(() => ofHooks.stop());
    const listening = new AbortController();
    stack.defer(() => listening.abort());
    const connections = this.#connect(server, listening.signal, stack);
    let lost: { readonly error: unknown } | null = null;
    connections.catch((error) => {
      lost = { error };
      this.end();
    });
    const end = await this.#life(session, folder.socket);
    listening.abort();
    // Clients that read the log get its end, and what they have called the rest of its time.
    log.close();
    await server.stop(graceMs);
    if (lost !== null) await connections;
    return end;
  }

  /** Connects clients as they come, once the lease is ready; it rejects when the controller is lost. */
  async #connect(server: GrpcServer, signal: AbortSignal, stack: AsyncDisposableStack): Promise<void> {
    const { controller, dial, log } = this.#setup;
    const tunnels = new Tunnels(server, dial, log);
    stack.defer(() => tunnels.close());
    for await (const connection of controller.connections(this.name, signal)) {
      await this.#ready.promise;
      if (!signal.aborted) tunnels.connect(connection);
    }
  }

  /** The statuses of the lease, from the first hook to the last. */
  async #life({ log, status }: Session, socket: string): Promise<LeaseEnd> {
    const { hooks, reports, signal, timing: { lastStatusMs } } = this.#setup;
    const ended = this.#ended.signal, isOver = (): boolean => ended.aborted || signal.aborted;
    const report = (next: ExporterStatus, message: string): void => {
      status.change(next, message);
      if (next === FREE.status && isOver()) this.#lastMessage = message;
      else reports.report(this.#reported = next, message);
    };
    const setup: LeaseHooks = { hooks, log, socket, lease: { name: this.name, client: this.#client }, report };
    // What waits for the signal of the exporter must not outlive the lease.
    const before = await runBefore(setup, AbortSignal.any([signal]), isOver);
    this.#ready.resolve();
    if (before === "exit") report(ExporterStatus.OFFLINE, "Exporter shutting down due to beforeLease hook failure");
    if (before === "failed") await pause(lastStatusMs, { signal: ended });
    else await Promise.race([this.#endSession.promise, aborted(ended)]);
    if (before === "exit") return "exit";
    if (before === "done" && await runAfter(setup) === "exit") {
      report(ExporterStatus.OFFLINE, "Exporter shutting down due to afterLease hook failure");
      await pause(lastStatusMs, { signal: ended });
      return "exit";
    }
    if (before === "done") await pause(lastStatusMs, { signal: ended });
    if (!isOver()) await this.#release(status);
    return "over";
  }

  /** Releases the lease, unless its controller ends it meanwhile. */
  async #release(status: StatusCell): Promise<void> {
    const { reports, release, signal } = this.#setup;
    const either = AbortSignal.any([signal, this.#ended.signal]);
    await Promise.race([reports.settled(), aborted(either)]);
    await release.release(this.name, status.status, either);
    this.#lastMessage = "Exporter available after lease release";
    this.#reported = ExporterStatus.UNSPECIFIED;
    status.change(FREE.status, this.#lastMessage);
  }
}
