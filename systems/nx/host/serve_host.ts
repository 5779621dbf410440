/**
 * Runs a host on its socket until it is stopped.
 *
 * @module
 */
import { type GrpcServer, serve } from "@fluxwire/grpc";
import type { LogLevel } from "@fluxwire/supervise";
import type { Instance } from "../instances/instance.ts";
import { driverHost } from "../rpc/driver_host.ts";
import { hostProxy } from "../rpc/host_proxy.ts";
import { hubGateway } from "../rpc/hub_gateway.ts";
import { publisherService } from "../rpc/publisher_service.ts";
import { NxHost, type NxHostOptions } from "./nx_host.ts";
import { HostPlace } from "./place.ts";

/** Messages above 4 MiB are answered with `message too large`: to say so, they must be read. */
const MAX_RECEIVE_BYTES = 8 << 20;

/** A host that listens. */
export class ServedHost implements AsyncDisposable {
  readonly #server: GrpcServer;
  readonly #place: HostPlace;
  #stopping: Promise<void> | null = null;
  /** What is served. */
  readonly host: NxHost;

  private constructor(host: NxHost, server: GrpcServer, place: HostPlace) {
    this.host = host;
    this.#server = server;
    this.#place = place;
  }

  /**
   * Takes the socket and listens; no driver is started yet.
   *
   * @throws {HostError} `HostRunning`, `FolderUnusable`.
   */
  static async listen(
    instances: readonly Instance[],
    options: NxHostOptions & { onNote: (level: LogLevel, text: string) => void },
  ): Promise<ServedHost> {
    const { socketPath, folders, onNote } = options;
    const place = await HostPlace.take(socketPath, folders.outDir);
    try {
      const host = new NxHost(instances, options);
      const services = [hostProxy(host), hubGateway(host), driverHost(host), publisherService(host)];
      const server = await privately(() =>
        serve({
          services,
          address: `unix:${socketPath}`,
          limits: { maxReceiveBytes: MAX_RECEIVE_BYTES },
          onError: (error, { method }) => onNote("warn", `${method ?? "A connection"} failed: ${textOf(error)}`),
        })
      );
      return new ServedHost(host, server, place);
    } catch (error) {
      place[Symbol.dispose]();
      throw error;
    }
  }

  /** Stops every driver, children before hubs, and then the socket. Stopping again waits for the same end. */
  stop(): Promise<void> {
    return this.#stopping ??= this.#stop();
  }

  /** As {@link stop}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #stop(): Promise<void> {
    await this.host.stop();
    await this.#server.stop(0);
    await this.host.publisher[Symbol.asyncDispose]();
    this.#place[Symbol.dispose]();
  }
}

/** Makes the socket with the mode 0600 at once: it is bound before the promise is there. */
function privately<T>(bind: () => Promise<T>): Promise<T> {
  if (Deno.build.os === "windows") return bind();
  const umask = Deno.umask(0o177);
  try {
    return bind();
  } finally {
    Deno.umask(umask);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
