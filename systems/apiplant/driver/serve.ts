/** Serves a driver on a socket. */
import type { Handler } from "./handler.ts";

/** A driver that answers. */
export interface ServedDriver extends AsyncDisposable {
  /** Its address, as the setting `url` takes it. */
  readonly url: string;
}

/** Listens on a Unix socket, or on a port of this machine; 0 is a free one. */
export function serveDriver(
  handler: Handler,
  place: { path: string } | { hostname: string; port: number },
): ServedDriver {
  const ending = new AbortController();
  const onListen = () => {};
  const server = "path" in place
    ? Deno.serve({ ...place, onListen, signal: ending.signal }, handler)
    : Deno.serve({ ...place, onListen, signal: ending.signal }, handler);
  const { addr } = server;
  return {
    url: "path" in addr
      ? `unix:${addr.path}`
      : `http://${(addr as Deno.NetAddr).hostname}:${(addr as Deno.NetAddr).port}`,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await server.finished;
    },
  };
}
