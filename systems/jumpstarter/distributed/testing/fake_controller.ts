/**
 * A controller with its router, for tests. Jumpstarter's own needs a cluster; this one does what its exporters and clients
 * see of it, and the tests in `tests/jumpstarter` run those of Python against it.
 *
 * @module
 */
import {
  type CallContext,
  type GrpcCode,
  GrpcError,
  type GrpcServer,
  implement,
  MessageQueue,
  serve,
  type ServerTls,
  type ServiceImplementation,
} from "@fluxwire/grpc";
import { ExporterStatus } from "../../generated/jumpstarter/v1/common_pb.ts";
import {
  DialResponseSchema,
  GetLeaseResponseSchema,
  type ListenResponse,
  ListenResponseSchema,
  type RegisterRequest,
  RegisterResponseSchema,
  ReleaseLeaseResponseSchema,
  ReportStatusResponseSchema,
  RequestLeaseResponseSchema,
  type StatusResponse,
  StatusResponseSchema,
  UnregisterResponseSchema,
} from "../../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../../protobuf.ts";
import { CONTROLLER } from "../../wire/controller.ts";
import type { Meeting } from "../tunnel.ts";
import { FakeRouter } from "./fake_router.ts";
import { Watchers } from "./watchers.ts";

/** The token of the exporter, and that of the client, which must look like a web token: Jumpstarter's client reads it. */
export const TOKENS = {
  Exporter: "exporter-secret",
  Client: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.client-secret-00",
} as const;

/** Statuses in which clients may dial. */
const DIALABLE = new Set([
  ExporterStatus.UNSPECIFIED,
  ExporterStatus.LEASE_READY,
  ExporterStatus.BEFORE_LEASE_HOOK,
  ExporterStatus.AFTER_LEASE_HOOK,
]);

/** A controller with one exporter. */
export class FakeController implements AsyncDisposable {
  /** What the exporter has done: `Register`, `ReportStatus LEASE_READY Ready for commands`, `Listen lease-1`, and so on. */
  readonly events: string[] = [];
  /** The exporters that have registered. */
  readonly registered: RegisterRequest[] = [];
  /** The metadata of the last call of an exporter. */
  identity: Readonly<Record<string, unknown>> = {};
  /** Its router. */
  readonly router: FakeRouter = new FakeRouter();
  readonly #tls: ServerTls | undefined;
  #others: readonly ServiceImplementation[] = [];
  #server: GrpcServer | null = null;
  readonly #watchers = new Watchers();
  #dials = 0;
  readonly #failures: { method: string; code: GrpcCode }[] = [];
  readonly #statuses = new Set<MessageQueue<StatusResponse>>();
  readonly #listeners = new Map<string, MessageQueue<ListenResponse>>();
  #lease: { name: string; client: string } | null = null;
  #status: ExporterStatus = ExporterStatus.OFFLINE;
  #requested: { name: string; client: string } | null = null;
  #pending = 0;

  private constructor(tls: ServerTls | undefined) {
    this.#tls = tls;
  }

  /**
   * Starts one on a free port.
   *
   * @param others Gives what it serves besides.
   */
  static async start(
    tls?: ServerTls,
    others: (controller: FakeController) => ServiceImplementation[] = () => [],
  ): Promise<FakeController> {
    const controller = new FakeController(tls);
    controller.#others = others(controller);
    await controller.#listen("127.0.0.1:0");
    return controller;
  }

  /** Stops it, with all that is connected, and starts it at the same place; it still knows the lease. */
  async restart(): Promise<void> {
    const address = this.#server!.address!;
    await this.#server!.stop();
    this.#listeners.clear();
    await this.#listen(address);
  }

  /** Its HOST:PORT, with the name that certificates of tests have. */
  get endpoint(): string {
    return this.#server!.address!.replace("127.0.0.1", "localhost");
  }

  /** Leases the exporter. */
  lease(name: string, client: string): void {
    this.#lease = { name, client };
    for (const queue of this.#statuses) queue.send(this.#current());
  }

  /** Ends the lease. */
  unlease(): void {
    this.#lease = null;
    for (const queue of this.#statuses) queue.send(this.#current());
  }

  /** Tells the exporter of a client, as Dial does. */
  offer(meeting: Meeting): void {
    this.#listeners.get(this.#lease!.name)!.send(create(ListenResponseSchema, meeting));
  }

  /** Lets the next call, or message of a stream, of a method fail; repeated, the one behind it. */
  fail(method: string, code: GrpcCode): void {
    this.#failures.push({ method, code });
  }

  /** Breaks the streams of Status, or ends them without a status of failure. */
  endStatuses(code?: GrpcCode): void {
    for (const queue of this.#statuses) {
      queue.end(code === undefined ? undefined : new GrpcError(code, "broken by test"));
    }
    this.#statuses.clear();
  }

  /** Resolves when an event has occurred that many times. */
  async seen(event: string, times = 1): Promise<void> {
    await this.#watchers.until(() => this.events.filter((one) => one === event).length >= times);
  }

  /** Resolves when AVAILABLE has been reported that many times, with any message. */
  async free(times: number): Promise<void> {
    const status = /^ReportStatus AVAILABLE /;
    await this.#watchers.until(() => this.events.filter((one) => status.test(one)).length >= times);
  }

  /** Resolves when clients have dialed that many times. */
  async dialed(times: number): Promise<void> {
    await this.#watchers.until(() => this.#dials >= times);
  }

  /** Stops it, as if its machine had gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server!.stop();
  }

  async #listen(address: string): Promise<void> {
    this.#server = await serve({
      address,
      ...this.#tls === undefined ? {} : { tls: this.#tls },
      services: [this.#service(), this.router.service, ...this.#others],
      onError: (error, { method }) => this.#add(`error of ${method}: ${error}`),
    });
  }

  #service(): ServiceImplementation {
    return implement(CONTROLLER, {
      register: (request, context) => {
        this.#exporter("Register", context);
        this.registered.push(request);
        this.#add("Register");
        return create(RegisterResponseSchema, { uuid: crypto.randomUUID() });
      },
      unregister: ({ reason }, context) => {
        this.#exporter("Unregister", context);
        this.#add(`Unregister ${reason}`);
        return create(UnregisterResponseSchema);
      },
      reportStatus: ({ status, message = "", releaseLease = false }, context) => {
        this.#exporter("ReportStatus", context);
        this.#status = status;
        this.#add(`ReportStatus ${ExporterStatus[status]} ${message}${releaseLease ? " (releases the lease)" : ""}`);
        if (releaseLease) this.unlease();
        return create(ReportStatusResponseSchema);
      },
      releaseLease: ({ name }, context) => {
        if (context.metadata.get("jumpstarter-kind") === "Client") {
          this.checked("Client", context);
          this.#add(`ReleaseLease ${name} by its client`);
        } else {
          this.#exporter("ReleaseLease", context);
          this.#add(`ReleaseLease ${name}`);
        }
        if (this.#lease?.name === name) this.unlease();
        return create(ReleaseLeaseResponseSchema);
      },
      requestLease: ({ duration, selector }, context) => {
        const { "jumpstarter-name": client } = this.checked("Client", context);
        const labels = Object.entries(selector?.matchLabels ?? {}).map((pair) => pair.join("=")).join(",");
        this.#add(`RequestLease ${labels} for ${duration?.seconds} s`);
        this.#requested = { name: "lease-1", client: String(client) };
        if (labels !== "board=none") this.#pending = 2;
        return create(RequestLeaseResponseSchema, { name: "lease-1" });
      },
      getLease: (_, context) => {
        this.checked("Client", context);
        if (this.#pending === 0) {
          const message = "no exporter has the labels";
          return create(GetLeaseResponseSchema, { conditions: [{ type: "Unsatisfiable", status: "True", message }] });
        }
        // It is pending once.
        if (--this.#pending === 1) {
          return create(GetLeaseResponseSchema, { conditions: [{ type: "Pending", status: "True" }] });
        }
        this.lease(this.#requested!.name, this.#requested!.client);
        return create(GetLeaseResponseSchema, { conditions: [{ type: "Ready", status: "True" }] });
      },
      status: (_, context) => {
        this.#exporter("Status", context);
        this.#add("Status");
        const queue = new MessageQueue<StatusResponse>();
        queue.send(this.#current());
        this.#statuses.add(queue);
        context.signal.addEventListener("abort", () => this.#statuses.delete(queue));
        return queue;
      },
      listen: ({ leaseName }, context) => {
        this.#exporter("Listen", context);
        this.#add(`Listen ${leaseName}`);
        if (this.#lease?.name !== leaseName) throw new GrpcError("UNKNOWN", "permission denied");
        // A new one takes the place of the old one.
        this.#listeners.get(leaseName)?.end();
        const queue = new MessageQueue<ListenResponse>();
        this.#listeners.set(leaseName, queue);
        return queue;
      },
      dial: ({ leaseName }, context) => {
        this.checked("Client", context);
        if (this.#lease?.name !== leaseName) throw new GrpcError("UNKNOWN", "permission denied");
        if (!DIALABLE.has(this.#status)) {
          const text = `exporter is not ready (status: ${ExporterStatus[this.#status]})`;
          throw new GrpcError("FAILED_PRECONDITION", text);
        }
        const listener = this.#listeners.get(leaseName);
        if (listener === undefined) {
          throw new GrpcError("UNAVAILABLE", `exporter is not listening on lease ${leaseName}`);
        }
        const meeting = { routerEndpoint: this.endpoint, routerToken: this.router.issue() };
        listener.send(create(ListenResponseSchema, meeting));
        this.#dials++;
        this.#watchers.wake();
        return create(DialResponseSchema, meeting);
      },
    });
  }

  #exporter(method: string, context: CallContext): void {
    this.identity = this.checked("Exporter", context);
    const index = this.#failures.findIndex((failure) => failure.method === method);
    if (index < 0) return;
    const [failure] = this.#failures.splice(index, 1);
    this.#add(`${method} failed with ${failure!.code}`);
    throw new GrpcError(failure!.code, "failed by test");
  }

  /** Throws unless a call is one of the exporter, or of the client, by its metadata; gives that. */
  checked(kind: keyof typeof TOKENS, { metadata }: CallContext): Record<string, unknown> {
    if (metadata.get("authorization") !== `Bearer ${TOKENS[kind]}` || metadata.get("jumpstarter-kind") !== kind) {
      throw new GrpcError("UNAUTHENTICATED", "invalid token");
    }
    return Object.fromEntries(metadata);
  }

  #current(): StatusResponse {
    const lease = this.#lease;
    return create(StatusResponseSchema, {
      leased: lease !== null,
      ...lease === null ? {} : { leaseName: lease.name, clientName: lease.client },
    });
  }

  #add(event: string): void {
    this.events.push(event);
    this.#watchers.wake();
  }
}
