/**
 * A host without programs on a control socket of its own, for tests.
 *
 * @module
 */
import type { ServiceStatus } from "@fluxwire/host";
import { aborted } from "@fluxwire/transport";
import { ControlServer, HostControl, HostError, LogStore } from "@fluxwire/supervise";
import { hostStatus, serviceStatus } from "../../verbs/host/service_status.ts";

/** A host whose services a test changes. */
export class FakeHost implements AsyncDisposable {
  readonly #folder: string = Deno.makeTempDirSync();
  readonly #logs = new Map<string, LogStore>();
  #server: ControlServer | null = null;
  #control: HostControl | null = null;
  #ended = new AbortController();
  /** Where its control socket is, also while nothing listens there. */
  readonly path: string = `${this.#folder}/planted-run/galaxy.sock`;
  /** What it was asked to do. */
  readonly done: string[] = [];
  /** The lines of a recording that its services with a tap send. */
  frames: readonly string[] = [];
  /** Its services. */
  services: ServiceStatus[] = [];

  /** Begins to listen. */
  async start(): Promise<void> {
    const { done } = this, ended = this.#ended = new AbortController();
    this.#control = new HostControl({
      ids: this.services.map(({ id }) => id),
      status: () => Promise.resolve(hostStatus(...this.services)),
      restart: (id) => {
        done.push(`restart ${id}`);
        const why = this.services.find((one) => one.id === id)?.lastError?.cause ?? null;
        if (why === null) return Promise.resolve();
        return Promise.reject(new HostError("ServiceNotReady", `Cannot restart ${id}: its last error: ${why}`));
      },
      stop: (id) => Promise.resolve(void done.push(`stop ${id}`)),
      log: (id) => this.log(id),
    });
    this.#server = await ControlServer.listen(this.path, {
      ...this.#control.verbs,
      frames: async (_, emit, signal) => {
        await emit({ lines: this.frames, missed: 0 });
        await aborted(AbortSignal.any([signal, ended.signal]));
        return null;
      },
    });
  }

  /** Resolves when it was asked to end. */
  async asked(): Promise<void> {
    await this.#control!.stopped;
  }

  /** The log of a service. */
  log(id: string): LogStore {
    const known = this.#logs.get(id);
    if (known !== undefined) return known;
    const made = new LogStore({ service: id });
    this.#logs.set(id, made);
    return made;
  }

  /** Ends it as a host does that was asked to. */
  async stop(): Promise<void> {
    this.#control?.end();
    this.#ended.abort();
    await this.#server?.close();
    this.#server = null;
  }

  /** Ends it, and removes its folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

/** A service that was given up, whose texts name a path. */
export function failedService(id: string): ServiceStatus {
  const lastError = {
    at: "2026-01-02T03:04:05.678Z",
    cause: "Cannot start /opt/planted-folder/planets: it lacks --allow-read=/data/planted-folder/orders.db",
    code: "DenoPermissionMissing",
    hint: "add --allow-read=/data/planted-folder/orders.db to deno run, before the module",
  };
  return serviceStatus({ id, state: "given-up", pid: null, lastError, failures: [lastError] });
}

/** The next line of a stream, as what it is. */
export function lineReader(lines: {
  read(from: number, max: number): { lines: string[]; next: number };
  watch(listener: () => void): Disposable;
}): () => Promise<unknown> {
  let at = 0;
  return async () => {
    for (;;) {
      const { lines: [line], next } = lines.read(at, 1);
      if (line !== undefined) {
        at = next;
        return JSON.parse(line);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      using _watching = lines.watch(resolve);
      await promise;
    }
  };
}
