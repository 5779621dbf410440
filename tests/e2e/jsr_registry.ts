/**
 * A JSR registry on this machine that serves the workspace's packages as they are, for tests that consume them from a
 * foreign folder.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { matchesGlob } from "node:path";
import { pathOf } from "./running_driver.ts";

interface PackageConfig {
  version: string;
  exports: Record<string, string>;
  publish: { exclude: string[] };
}

interface Package {
  readonly config: PackageConfig;
  /** What would be published, by path with a leading slash. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** The registry, listening on a free port. Disposing it closes it. */
export class JsrRegistry implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #packages: ReadonlyMap<string, Package>;
  /** Each request so far: its path, and the status it was answered with. */
  readonly requests: { path: string; status: number }[] = [];

  private constructor(packages: ReadonlyMap<string, Package>) {
    this.#packages = packages;
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
      const path = decodeURIComponent(new URL(request.url).pathname);
      const response = this.#answer(path);
      this.requests.push({ path, status: response.status });
      return response;
    });
  }

  /** Serves the packages of these folders under `packages/`, each under its folder's name. */
  static async start(folders: readonly string[]): Promise<JsrRegistry> {
    const entries = folders.map(async (name) => [name, await readPackage(pathOf(`packages/${name}`))] as const);
    return new JsrRegistry(new Map(await Promise.all(entries)));
  }

  /** The registry's host and port, as `--allow-import` takes them. */
  get host(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  #answer(path: string): Response {
    const [, name, rest] = /^\/@fluxwire\/([a-z-]+)\/(.+)$/.exec(path) ?? [];
    const found = this.#packages.get(name ?? "");
    if (found === undefined || rest === undefined) return notFound(path);
    const { version, exports } = found.config;
    if (rest === "meta.json") {
      return Response.json({ scope: "fluxwire", name, latest: version, versions: { [version]: {} } });
    }
    if (rest === `${version}_meta.json`) return Response.json({ manifest: manifestOf(found.files), exports });
    const bytes = found.files.get(rest.slice(version.length));
    if (!rest.startsWith(`${version}/`) || bytes === undefined) return notFound(path);
    return new Response(bytes, { headers: { "content-type": contentType(path) } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

async function readPackage(folder: string): Promise<Package> {
  const config: PackageConfig = JSON.parse(await Deno.readTextFile(`${folder}/deno.json`));
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  await readFolder("");
  return { config, files };

  async function readFolder(path: string): Promise<void> {
    for await (const { name, isDirectory } of Deno.readDir(`${folder}${path}`)) {
      const inner = `${path}/${name}`;
      if (isDirectory) await readFolder(inner);
      else if (!config.publish.exclude.some((glob) => matchesGlob(inner.slice(1), glob))) {
        files.set(inner, await Deno.readFile(`${folder}${inner}`));
      }
    }
  }
}

function manifestOf(files: Package["files"]): Record<string, { size: number; checksum: string }> {
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
