/**
 * Runs a host on its socket until it is stopped.
 *
 * @module
 */
import { type GrpcServer, serve, type ServeOptions } from "@fluxwire/grpc";
import type { LogLevel } from "@fluxwire/supervise";
import { ConnectionError } from "@fluxwire/transport";
import type { Instance } from "../instances/instance.ts";
import { driverHost } from "../rpc/driver_host.ts";
import { hostProxy } from "../rpc/host_proxy.ts";
import { hubGateway } from "../rpc/hub_gateway.ts";
import { publisherService } from "../rpc/publisher_service.ts";
import { NxHost, type NxHostOptions } from "./nx_host.ts";
import { folderBeside, HostPlace } from "./place.ts";

/** Messages above 4 MiB are answered with `message too large`: to say so, they must be read. */
const MAX_RECEIVE_BYTES = 8 << 20;

/** A host that listens. */
export class ServedHost implements AsyncDisposable {
  readonly #server: GrpcServer;
  readonly #place: HostPlace;
  readonly #socketPath: string;
  #stopping: Promise<void> | null = null;
  /** What is served. */
  readonly host: NxHost;

  private constructor(
    host: NxHost,
    server: GrpcServer,
    { place, socketPath }: { place: HostPlace; socketPath: string },
  ) {
    this.host = host;
    this.#server = server;
    this.#place = place;
    this.#socketPath = socketPath;
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
      const server = await serveAt(socketPath, {
        services,
        limits: { maxReceiveBytes: MAX_RECEIVE_BYTES },
        onError: (error, { method }) => {
          // A driver that ends, or is killed, leaves a broken connection: its own log says so.
          const isOrdinary = error instanceof ConnectionError;
          onNote(isOrdinary ? "debug" : "warn", `${method ?? "A connection"} failed: ${textOf(error)}`);
        },
      });
      return new ServedHost(host, server, { place, socketPath });
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
    await Deno.remove(this.#socketPath).catch(() => {});
    await this.host.publisher[Symbol.asyncDispose]();
    this.#place[Symbol.dispose]();
  }
}

/**
 * Binds the socket in a folder that no other user can enter, and moves it to its place: it never stands there with a mode
 * that lets them in.
 */
async function serveAt(socketPath: string, options: ServeOptions): Promise<GrpcServer> {
  const folder = folderBeside(socketPath);
  Deno.mkdirSync(folder, { mode: 0o700 });
  try {
    const server = await serve({ ...options, address: `unix:${folder}/s` });
    Deno.renameSync(`${folder}/s`, socketPath);
    return server;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
