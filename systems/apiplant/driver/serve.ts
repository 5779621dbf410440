/** Serves a driver on a socket. */
import { isAbsolute } from "node:path";
import type { Handler } from "./handler.ts";

/** Where a driver listens: on a Unix socket, or on a port of an address of this machine, 0 for a free one. */
export type DriverPlace = { readonly path: string } | { readonly hostname: string; readonly port: number };

/** A driver that answers. */
export interface ServedDriver extends AsyncDisposable {
  /** Its address, as the setting `url` takes it. */
  readonly url: string;
}

/** The place of an address such as `127.0.0.1:0` or `unix:/path`; `null` for any other. */
export function placeOf(address: string): DriverPlace | null {
  if (address.startsWith("unix:")) {
    const path = address.slice("unix:".length);
    return isAbsolute(path) ? { path } : null;
  }
  const found = /^(.+):(\d{1,5})$/.exec(address);
  return found === null ? null : { hostname: found[1]!.replace(/^\[|\]$/g, ""), port: Number(found[2]) };
}

/** Listens. */
export function serveDriver(handler: Handler, place: DriverPlace): ServedDriver {
  const ending = new AbortController();
  const server = Deno.serve({ ...place, onListen: () => {}, signal: ending.signal }, handler) as Deno.HttpServer;
  const { addr } = server;
  return {
    url: "path" in addr ? `unix:${addr.path}` : urlOf(addr as Deno.NetAddr),
    async [Symbol.asyncDispose]() {
      ending.abort();
      await server.finished;
    },
  };
}

function urlOf({ hostname, port }: Deno.NetAddr): string {
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}
