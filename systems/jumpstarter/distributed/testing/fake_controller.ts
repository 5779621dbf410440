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
  type Handlers,
  implement,
  serve,
  type ServerTls,
  type ServiceImplementation,
} from "@fluxwire/grpc";
import { ExporterStatus } from "../../generated/jumpstarter/v1/common_pb.ts";
import {
  DialResponseSchema,
  type RegisterRequest,
  RegisterResponseSchema,
  ReleaseLeaseResponseSchema,
  ReportStatusResponseSchema,
  RequestLeaseResponseSchema,
  UnregisterResponseSchema,
} from "../../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../../protobuf.ts";
import { CONTROLLER } from "../../wire/controller.ts";
import type { Meeting } from "../tunnel.ts";
import { Events } from "./events.ts";
import { FakeLeases } from "./fake_leases.ts";
import { FakeRouter } from "./fake_router.ts";

/** The token of the exporter, and that of the client, which must look like a web token: Jumpstarter's client reads it. */
export const TOKENS = {
  Exporter: "exporter-secret",
  Client: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.client-secret-00",
} as const;

/** A controller with one exporter. */
export class FakeController implements AsyncDisposable {
  /** The exporters that have registered. */
  readonly registered: RegisterRequest[] = [];
  /** The metadata of the last call of an exporter. */
  identity: Readonly<Record<string, unknown>> = {};
  /** Its router. */
  readonly router: FakeRouter = new FakeRouter();
  readonly #events = new Events();
  readonly #leases = new FakeLeases();
  readonly #failures: { method: string; code: GrpcCode }[] = [];
  readonly #tls: ServerTls | undefined;
  #others: readonly ServiceImplementation[] = [];
  #server: GrpcServer | null = null;

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
    await this.#listen(address);
  }

  /** Its HOST:PORT, with the name that certificates of tests have. */
  get endpoint(): string {
    return this.#server!.address!.replace("127.0.0.1", "localhost");
  }

  /** What exporter and clients have done: `Register`, `ReportStatus LEASE_READY Ready for commands`, `Listen lease-1`... */
  get events(): readonly string[] {
    return this.#events.list;
  }

  /** Leases the exporter. */
  lease(name: string, client: string): void {
    this.#leases.give({ name, client });
  }

  /** Ends the lease. */
  unlease(): void {
    this.#leases.give(null);
  }

  /** Tells the exporter of a client, as Dial does. */
  offer(meeting: Meeting): void {
    this.#leases.offer(meeting);
  }

  /** Lets the next call of a method fail; repeated, the one behind it. */
  fail(method: string, code: GrpcCode): void {
    this.#failures.push({ method, code });
  }

  /** Breaks the streams of Status; without a code they end well. */
  endStatuses(code?: GrpcCode): void {
    this.#leases.endStatuses(code);
  }

  /** Resolves when an event has occurred that many times. */
  async seen(event: string, times = 1): Promise<void> {
    await this.#events.seen((one) => one === event, times);
  }

  /** Resolves when AVAILABLE has been reported that many times, with any message. */
  async free(times: number): Promise<void> {
    await this.#events.seen((one) => one.startsWith("ReportStatus AVAILABLE "), times);
  }

  /** Stops it, as if its machine had gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server!.stop();
  }

  /** Throws unless a call is one of the exporter, or of the client, by its metadata; gives that. */
  checked(kind: keyof typeof TOKENS, { metadata }: CallContext): Record<string, unknown> {
    if (metadata.get("authorization") !== `Bearer ${TOKENS[kind]}` || metadata.get("jumpstarter-kind") !== kind) {
      throw new GrpcError("UNAUTHENTICATED", "invalid token");
    }
    return Object.fromEntries(metadata);
  }

  async #listen(address: string): Promise<void> {
    this.#server = await serve({
      address,
      ...this.#tls === undefined ? {} : { tls: this.#tls },
      services: [implement(CONTROLLER, this.#handlers()), this.router.service, ...this.#others],
      onError: (error, { method }) => this.#events.add(`error of ${method}: ${error}`),
    });
  }

  #handlers(): Handlers<typeof CONTROLLER["methods"]> {
    const leases = this.#leases;
    return {
      register: (request, context) => {
        this.#ofExporter(context, "Register");
        this.registered.push(request);
        return create(RegisterResponseSchema, { uuid: crypto.randomUUID() });
      },
      unregister: ({ reason }, context) => {
        this.#ofExporter(context, "Unregister", reason);
        return create(UnregisterResponseSchema);
      },
      reportStatus: ({ status, message = "", releaseLease = false }, context) => {
        const text = releaseLease ? `${message} (releases the lease)` : message;
        this.#ofExporter(context, "ReportStatus", `${ExporterStatus[status]} ${text}`);
        leases.status = status;
        if (releaseLease) leases.give(null);
        return create(ReportStatusResponseSchema);
      },
      releaseLease: ({ name }, context) => {
        if (context.metadata.get("jumpstarter-kind") === "Exporter") this.#ofExporter(context, "ReleaseLease", name);
        else {
          this.checked("Client", context);
          this.#events.add(`ReleaseLease ${name} by its client`);
        }
        leases.takeBack(name);
        return create(ReleaseLeaseResponseSchema);
      },
      status: (_, context) => {
        this.#ofExporter(context, "Status");
        return leases.watch(context.signal);
      },
      listen: ({ leaseName }, context) => {
        this.#ofExporter(context, "Listen", leaseName);
        return leases.listen(leaseName, context.signal);
      },
      requestLease: ({ duration, selector }, context) => {
        const { "jumpstarter-name": client } = this.checked("Client", context);
        const labels = Object.entries(selector?.matchLabels ?? {}).map((pair) => pair.join("=")).join(",");
        this.#events.add(`RequestLease ${labels} for ${duration?.seconds} s`);
        return create(RequestLeaseResponseSchema, { name: leases.request(String(client), labels) });
      },
      getLease: (_, context) => {
        this.checked("Client", context);
        return leases.poll();
      },
      dial: ({ leaseName }, context) => {
        this.checked("Client", context);
        const meeting = { routerEndpoint: this.endpoint, routerToken: this.router.issue() };
        leases.dial(leaseName, meeting);
        return create(DialResponseSchema, meeting);
      },
    };
  }

  /** Takes a call of the exporter, unless the test lets it fail. */
  #ofExporter(context: CallContext, method: string, text: string = ""): void {
    this.identity = this.checked("Exporter", context);
    const index = this.#failures.findIndex((failure) => failure.method === method);
    if (index < 0) return this.#events.add(`${method} ${text}`.trim());
    const [failure] = this.#failures.splice(index, 1);
    this.#events.add(`${method} failed with ${failure!.code}`);
    throw new GrpcError(failure!.code, "failed by test");
  }
}
