/**
 * `fluxwire nx core`: writes what hosts publish to a model server until it is stopped.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import type { Flags, VerbContext } from "@fluxwire/command/program";
import { aborted } from "@fluxwire/transport";
import { resolve } from "node:path";
import { serveCore } from "../core/serve_core.ts";

/** How long records may still be written when the core is stopped, in milliseconds. */
const GRACE_MS = 5_000;

/** Serves until the signal aborts; then running calls have 5 s to end. */
export async function run({ flags, output, signal }: VerbContext): Promise<number> {
  const address = addressOf(flags), url = urlOf(flags);
  const server = await serveCore({
    address,
    models: { url, token: tokenOf(flags) },
    onNote: (text) => output.warn(text),
  });
  try {
    if (!isLocal(server.address!)) {
      output.warn(`Every program that reaches ${server.address} can publish: listen on unix:PATH or 127.0.0.1`);
    }
    if (output.isJson) output.json({ listening: server.address, models: url });
    else output.line(`listening on ${server.address}, writing to ${url}`);
    await aborted(signal);
  } finally {
    await server.stop(GRACE_MS);
  }
  return EXIT.done;
}

function addressOf(flags: Flags): string {
  const text = flags.text("listen");
  if (text === null) throw new UsageError("Missing --listen: give unix:PATH or HOST:PORT");
  const path = /^unix:(?!\/)(.+)$/.exec(text)?.[1];
  return path === undefined ? text : `unix:${resolve(path)}`;
}

/** The address of the model server, without a slash at the end. */
function urlOf(flags: Flags): string {
  const text = flags.text("models");
  if (text === null) throw new UsageError("Missing --models: give the URL of a model server");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new UsageError(`Cannot use --models: give a URL such as http://127.0.0.1:1337, without a query`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("Cannot use --models with a user or password in it: name a variable by --token-env");
  }
  return url.href.replace(/\/+$/, "");
}

function tokenOf(flags: Flags): string | null {
  const name = flags.text("token-env");
  if (name === null) return null;
  const token = Deno.env.get(name);
  if (token === undefined || token === "") {
    throw new UsageError(`Cannot use --token-env ${name}: the variable is not set`);
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError(`Cannot use --token-env ${name}: its value has characters that no header takes`);
  }
  return token;
}

function isLocal(address: string): boolean {
  return address.startsWith("unix:") || /^(127\.|\[::1\]:|localhost:)/.test(address);
}
