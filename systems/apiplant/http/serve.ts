/** The HTTP end of a server: listens, answers, and stops. */
import { isAbandoned } from "@fluxwire/transport/internal";
import { aborted } from "@fluxwire/transport";
import { type Address, addressText } from "../config/address.ts";
import type { Config } from "../config/config.ts";
import type { Core } from "../server/core.ts";
import { ServerError } from "../server/exit.ts";
import { App } from "./app.ts";
import { Listeners } from "./listeners.ts";
import { respond, type Responder } from "./respond.ts";
import { ROUTES } from "./routes.ts";
import { type ServerExtras, serverParts } from "./server.ts";
import { StaticFiles } from "./static.ts";
import { Certificate } from "./tls.ts";

/** A server that listens. */
export interface Serving {
  /** Where it listens, such as `http://127.0.0.1:1337` with the mount path, or `unix:/path`. */
  readonly url: string;
  /** Resolves when it has stopped; rejects with why it could not go on. */
  readonly finished: Promise<void>;
}

/**
 * Serves a core until the signal aborts: then it takes no new connections, ends streams with a line, and gives running requests
 * `shutdown-timeout` to end. Rejects with a `ServerError` if it cannot listen, or a certificate cannot be used.
 */
export async function serveHttp(
  core: Core,
  config: Config,
  signal: AbortSignal,
  extras: ServerExtras = {},
): Promise<Serving> {
  const { mountAddress, tls, shutdownTimeout, public: folder } = config.server;
  const server = await serverParts(core, config, extras),
    stopping = new AbortController();
  const responder: Responder = {
    server,
    app: new App(ROUTES),
    files: new StaticFiles(folder),
    stopping: stopping.signal,
    tls: tls !== null,
  };
  const handle = (request: Request, info: Deno.ServeHandlerInfo) =>
    respond(responder, request, () => peerOf(info.remoteAddr));
  const certificate = tls === null
    ? null
    : await Certificate.read(tls, extras.secrets ?? (() => Promise.resolve(null)));
  const listeners = new Listeners(mountAddress, handle);
  let first;
  try {
    if (mountAddress.kind === "unix" && await isAbandoned(mountAddress.path)) await Deno.remove(mountAddress.path);
    first = listeners.listen(certificate?.pair ?? null);
  } catch (error) {
    await server.hub.close();
    throw cannotListen(mountAddress, error);
  }
  const broken = Promise.withResolvers<never>();
  certificate?.watch(server.clock, (pair) => listeners.replace(pair).catch(broken.reject));
  const finished = (async () => {
    await Promise.race([aborted(signal), broken.promise]);
    stopping.abort();
    certificate?.close();
    for (const stream of [...server.streams]) stream.stop("the server stops");
    await listeners.close(shutdownTimeout, () => server.running.giveUp());
    server.running.close();
    if (mountAddress.kind === "unix") await Deno.remove(mountAddress.path).catch(() => {});
    await server.hub.close();
  })();
  return { url: urlOf(mountAddress, first, tls !== null) + config.server.mountPath, finished };
}

function cannotListen(address: Address, cause: unknown): ServerError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ServerError("cannotListen", `Cannot listen at ${addressText(address)}: ${reason}`, { cause });
}

function peerOf(address: Deno.Addr): string | null {
  return address.transport === "tcp" ? address.hostname : null;
}

function urlOf(address: Address, bound: Deno.Addr, tls: boolean): string {
  if (address.kind === "unix") return addressText(address);
  const port = bound.transport === "tcp" ? bound.port : address.port;
  return `${tls ? "https" : "http"}://${addressText({ ...address, port })}`;
}
