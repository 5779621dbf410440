/**
 * Replays a recording to a host as the driver: sends the recorded answers, compares the requests.
 *
 * @module
 */
import {
  type DriverRequestEnvelope,
  type DriverResponseBody,
  fromExact,
  MalformedError,
  type MessageHeader,
  toExact,
} from "@fluxwire/wire";
import { type Peer, type PeerHandler, Server } from "@fluxwire/wire/server";
import { type Listener, onAbort } from "@fluxwire/transport";
import { Masker } from "../masker.ts";
import { ReplayReport } from "./difference.ts";
import type { IgnoredPaths } from "./ignored_paths.ts";
import type { RecordedConnection, RecordedExchange } from "./recorded_connection.ts";

/** How to replay as the driver. */
export interface DriverReplayOptions {
  /** Where hosts connect. */
  listener: Listener;
  /** The differences to ignore. */
  ignored: IgnoredPaths;
  /** Ends the replay when it aborts: requests that did not come by then are differences. */
  signal: AbortSignal;
}

/** Replays the connections of a recording in order, to any host that connects; resolves when the last one has ended. */
export async function replayAsDriver(
  connections: readonly RecordedConnection[],
  { listener, ignored, signal }: DriverReplayOptions,
): Promise<ReplayReport> {
  const report = new ReplayReport();
  const left = [...connections];
  let open = 0;
  const masker = new Masker();
  const done = Promise.withResolvers<void>();
  const server = new Server(listener, {
    limits: { handshakeTimeoutMs: Infinity, maxHelloBytes: Infinity },
    open: (peer) =>
      new ReplayedPeer(peer, { report, ignored, masker }, {
        take: () => {
          open++;
          return left.shift() ?? null;
        },
        give: () => {
          open--;
          if (left.length === 0 && open === 0) done.resolve();
        },
      }),
  });
  if (left.length === 0) done.resolve();
  using _listening = onAbort(signal, done.resolve);
  const running = server.run();
  await done.promise;
  await server.close();
  await running;
  for (const { connection, exchanges } of left) {
    const recorded = `${exchanges.length} requests`;
    report.add({ frame: null, connection, path: "", recorded, found: "no host connected" });
  }
  return report;
}

interface Comparison {
  report: ReplayReport;
  ignored: IgnoredPaths;
  /** Requests contain secrets; differences must not. */
  masker: Masker;
}

/** The remaining recorded connections: one is taken with the first request, and returned when done. */
interface Turns {
  take(): RecordedConnection | null;
  give(): void;
}

/** One host. It takes a recorded connection with its first request, as real hosts also connect and send nothing. */
class ReplayedPeer implements PeerHandler {
  readonly #peer: Peer;
  readonly #comparison: Comparison;
  readonly #turns: Turns;
  #recorded: RecordedConnection | null = null;
  #asked = 0;

  constructor(peer: Peer, comparison: Comparison, turns: Turns) {
    this.#peer = peer;
    this.#comparison = comparison;
    this.#turns = turns;
  }

  request(request: DriverRequestEnvelope): void {
    const exchange = this.#next();
    const found = toExact("request", this.#comparison.masker.request(request).envelope);
    if (exchange === null) return this.#refuse(request, found);
    const { number: frame, entry } = exchange.request;
    const place = { frame, connection: entry.connection };
    const { report, ignored } = this.#comparison;
    if (entry.envelope === null) report.add({ ...place, path: "", recorded: "withheld", found });
    else report.compare(place, withoutId(entry.envelope), withoutId(found), ignored);
    this.#answer(request, exchange);
  }

  unreadable(header: MessageHeader, error: MalformedError): void {
    const exchange = this.#next();
    const connection = this.#recorded?.connection ?? 0, frame = exchange?.request.number ?? null;
    const wasReadable = exchange === null || exchange.request.entry.envelope !== null;
    if (wasReadable) {
      this.#comparison.report.add({ frame, connection, path: "", recorded: "a request", found: error.message });
    } else if (this.#isClosedAfter(exchange)) {
      this.#peer.flush().then(() => this.#peer.close());
      return;
    }
    this.#send(header, { type: "Error", code: "InvalidRequest", message: error.message, retriable: false });
  }

  closed(): void {
    if (this.#recorded === null) return;
    const { connection, exchanges } = this.#recorded;
    if (this.#asked < exchanges.length) {
      const [recorded, found] = [`${exchanges.length} requests`, `${this.#asked} requests`];
      this.#comparison.report.add({ frame: null, connection, path: "", recorded, found });
    }
    this.#turns.give();
  }

  #next(): RecordedExchange | null {
    if (this.#asked === 0 && this.#recorded === null) {
      this.#recorded = this.#turns.take();
      if (this.#recorded !== null) this.#comparison.report.connections++;
      this.#peer.introduced();
    }
    return this.#recorded?.exchanges[this.#asked++] ?? null;
  }

  #refuse(request: DriverRequestEnvelope, found: unknown): void {
    const connection = this.#recorded?.connection ?? 0;
    this.#comparison.report.add({ frame: null, connection, path: "", recorded: "no more requests", found });
    const message = "The recording has no request here; see the differences of its replay";
    this.#send(request, { type: "Error", code: "InvalidRequest", message, retriable: false });
  }

  #answer(request: DriverRequestEnvelope, exchange: RecordedExchange): void {
    const { answers, request: recorded } = exchange;
    for (const { number, entry } of answers) {
      try {
        const envelope = fromExact("response", entry.envelope);
        // Learns which fields of the form are secret.
        this.#comparison.masker.response(envelope);
        this.#peer.send({ ...envelope, requestId: request.requestId });
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error;
        const place = { frame: number, connection: entry.connection, path: "" };
        this.#comparison.report.add({ ...place, recorded: "an answer", found: error.message });
        this.#send(request, { type: "Error", code: "Internal", message: error.message, retriable: false });
      }
    }
    const isClosed = this.#isClosedAfter(exchange);
    if (answers.length === 0 && !isClosed) {
      const message = `The recording has no answer to its frame ${recorded.number}`;
      this.#send(request, { type: "Error", code: "Internal", message, retriable: false });
    }
    if (isClosed) this.#peer.flush().then(() => this.#peer.close());
  }

  /** Whether the recorded driver closed the connection after what it had answered to a request, nothing included. */
  #isClosedAfter(exchange: RecordedExchange): boolean {
    const { exchanges, close } = this.#recorded!;
    return exchange === exchanges.at(-1) && close?.by === "driver";
  }

  #send(
    { protocolVersion, requestId, sessionId }: Pick<MessageHeader, "protocolVersion" | "requestId"> & {
      sessionId?: string | null;
    },
    body: DriverResponseBody,
  ): void {
    this.#peer.send({ protocolVersion, requestId, sessionId: sessionId ?? null, done: true, body });
  }
}

/** The request without its id: hosts may number requests differently, only the order of answers matters. */
function withoutId(envelope: unknown): unknown {
  return { ...envelope as Record<string, unknown>, requestId: null };
}
