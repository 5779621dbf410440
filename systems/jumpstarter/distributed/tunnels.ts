/**
 * The connections of a lease's clients, through routers.
 *
 * @module
 */
import type { GrpcServer } from "@fluxwire/grpc";
import type { ExporterLog } from "../exporter/log.ts";
import type { Dial } from "./dial.ts";
import { type Meeting, openTunnel } from "./tunnel.ts";

/** Connections of one lease at once; more are refused. */
const MAX_TUNNELS = 256;

/** The tunnels of a lease. */
export class Tunnels {
  readonly #server: GrpcServer;
  readonly #dial: Dial;
  readonly #log: ExporterLog;
  readonly #controller = new AbortController();
  readonly #open = new Set<Promise<void>>();

  /** @param server Gets each tunnel as a connection. */
  constructor(server: GrpcServer, dial: Dial, log: ExporterLog) {
    this.#server = server;
    this.#dial = dial;
    this.#log = log;
  }

  /** Meets a client at its router; what fails is logged. */
  connect(meeting: Meeting): void {
    if (this.#open.size >= MAX_TUNNELS) {
      return this.#log.add("WARNING", `Refused a client: the lease has ${MAX_TUNNELS} connections`);
    }
    const tunnel = this.#run(meeting)
      .catch((error) => {
        if (this.#controller.signal.aborted) return;
        this.#log.add("WARNING", `Lost a client at the router ${meeting.routerEndpoint}: ${(error as Error).message}`);
      })
      .finally(() => this.#open.delete(tunnel));
    this.#open.add(tunnel);
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    this.#controller.abort(new DOMException("the lease has ended", "AbortError"));
    await Promise.all(this.#open);
  }

  async #run(meeting: Meeting): Promise<void> {
    const { duplex, ended } = await openTunnel(this.#dial, meeting, this.#controller.signal);
    this.#server.handle(duplex, "router");
    await ended;
  }
}
