/**
 * The workspace's packages as `deno publish` uploads them.
 *
 * @module
 */
import { npmStandIn } from "./npm_stand_in.ts";
import { pathOf } from "./running_driver.ts";
import { readTarball } from "./tarball.ts";

/** The upload of one package. */
export interface PublishedPackage {
  version: string;
  exports: Record<string, string>;
  /** Its files, by path with a leading slash. */
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Uploaded packages, by name without scope. */
export type PublishedPackages = ReadonlyMap<string, PublishedPackage>;

let published: Promise<PublishedPackages> | null = null;

/** Publishes the whole workspace to this process, including uncommitted changes; later calls share the upload. */
export function publishedPackages(): Promise<PublishedPackages> {
  published ??= publish();
  return published;
}

async function publish(): Promise<PublishedPackages> {
  const packages = new Map<string, PublishedPackage>();
  await using registry = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    return await takeUpload(request, packages) ?? npmStandIn(new URL(request.url)) ?? notThere();
  });
  const url = `http://127.0.0.1:${registry.addr.port}/`;
  const home = await Deno.makeTempDir({ prefix: "fluxwire-publish-" });
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      // Types are checked by `deno task publish:check`.
      args: ["publish", "--allow-dirty", "--no-check", "--no-provenance", "--token", "any"],
      cwd: pathOf(""),
      env: { DENO_DIR: home, JSR_URL: url, NPM_CONFIG_REGISTRY: url, NO_PROXY: "127.0.0.1", NO_COLOR: "1" },
      stdin: "null",
    }).output();
    if (!success) throw new Error(`Cannot publish the workspace: ${new TextDecoder().decode(stderr)}`);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
  return packages;
}

/** The three routes of `deno publish`: does the version exist, does the package exist, and the upload. */
async function takeUpload(
  request: Request,
  packages: Map<string, PublishedPackage>,
): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  const [, name, rest] = /^\/api\/scopes\/fluxwire\/packages\/([a-z-]+)(\/versions\/.+)?$/.exec(pathname) ?? [];
  if (name === undefined) return null;
  if (rest === undefined) return Response.json({ scope: "fluxwire", name });
  if (request.method === "GET") return null;
  const files = readTarball(await request.bytes());
  const { version, exports } = JSON.parse(new TextDecoder().decode(files.get("/deno.json")));
  packages.set(name, { version, exports: typeof exports === "string" ? { ".": exports } : exports, files });
  return Response.json({ id: name, status: "success", error: null });
}

function notThere(): Response {
  return Response.json({ code: "notFound", message: "Not found" }, { status: 404 });
}
