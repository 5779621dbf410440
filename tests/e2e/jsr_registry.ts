/**
 * A JSR registry on this machine that serves the workspace's packages as published, for tests that use them from a
 * foreign folder.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type PublishedPackage, publishedPackages } from "./published_packages.ts";

/** The registry, listening on a free port. The workspace is published at the first request. Disposing it closes it. */
export class JsrRegistry implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** The requests so far: path, and status of the answer. */
  readonly requests: { path: string; status: number }[] = [];

  constructor() {
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
      const path = decodeURIComponent(new URL(request.url).pathname);
      const response = await answer(path);
      this.requests.push({ path, status: response.status });
      return response;
    });
  }

  /** The registry's host and port, in the form of `--allow-import`. */
  get host(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

async function answer(path: string): Promise<Response> {
  const [, name = "", rest] = /^\/@fluxwire\/([a-z-]+)\/(.+)$/.exec(path) ?? [];
  const found = (await publishedPackages()).get(name);
  if (found === undefined || rest === undefined) return notFound(path);
  const { version, exports, files } = found;
  if (rest === "meta.json") {
    return Response.json({ scope: "fluxwire", name, latest: version, versions: { [version]: {} } });
  }
  if (rest === `${version}_meta.json`) return Response.json({ manifest: manifestOf(files), exports });
  const bytes = files.get(rest.slice(version.length));
  if (!rest.startsWith(`${version}/`) || bytes === undefined) return notFound(path);
  return new Response(bytes, { headers: { "content-type": contentType(path) } });
}

function manifestOf(files: PublishedPackage["files"]): Record<string, { size: number; checksum: string }> {
  const entries = [...files].map(([path, bytes]) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    return [path, { size: bytes.length, checksum: `sha256-${digest}` }] as const;
  });
  return Object.fromEntries(entries);
}

function contentType(path: string): string {
  if (path.endsWith(".wasm")) return "application/wasm";
  if (path.endsWith(".json")) return "application/json";
  return path.endsWith(".js") ? "text/javascript" : "text/typescript";
}

function notFound(path: string): Response {
  return new Response(`No such file: ${path}`, { status: 404 });
}
