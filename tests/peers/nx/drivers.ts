/**
 * Hubs and children in four languages, as lines of sh that run them.
 *
 * @module
 */
import { built } from "../built.ts";

/** The drivers of one language. */
export interface Drivers {
  /** The language. */
  name: string;
  /** Whether its hub closes a session when the endpoint `close` says so, and its child its channel. */
  closes: boolean;
  /** Runs its hub. */
  hub: string;
  /** Runs its child. */
  child: string;
}

const file = (path: string) => new URL(path, import.meta.url).pathname;

/** The SDK. */
export function ourDrivers(): Drivers {
  const run = (path: string) => `exec "${Deno.execPath()}" run --no-prompt -A "${file(path)}" "$@"`;
  return { name: "our SDK", closes: false, hub: run("hub.ts"), child: run("child.ts") };
}

/** The libraries of gRPC for Go, Python and Node, built and installed. */
export async function foreignDrivers(): Promise<Drivers[]> {
  const go = await built("go-nx"), python = await built("python"), messages = await built("python-nx");
  const modules = await built("node"), proto = file("../../../systems/nx/proto");
  const inPython = (path: string) => {
    return `PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="${messages}" exec "${python}" "${file(path)}" "$@"`;
  };
  const inNode = (path: string) => `NODE_PATH="${modules}" NX_PROTO="${proto}" exec node "${file(path)}" "$@"`;
  return [
    { name: "Go", closes: true, hub: `exec "${go}" hub "$@"`, child: `exec "${go}" child "$@"` },
    { name: "Python", closes: true, hub: inPython("../python/nx/hub.py"), child: inPython("../python/nx/child.py") },
    { name: "Node", closes: true, hub: inNode("../node/nx/hub.cjs"), child: inNode("../node/nx/child.cjs") },
  ];
}
