/**
 * An npm registry without contents: `deno publish` requests every npm package that a source imports, though it uploads
 * none of them.
 *
 * @module
 */
import { pathOf } from "./running_driver.ts";
import { writeTarball } from "./tarball.ts";

/** Answers a request for a package of `npm.lock` with its pinned version, which is empty; null for any other path. */
export function npmStandIn(url: URL): Response | null {
  const path = decodeURIComponent(url.pathname).slice(1);
  if (path.endsWith(".tgz")) return new Response(writeTarball("package/package.json", "{}"));
  const version = pinnedVersion(path);
  if (version === null) return null;
  const dist = { tarball: `${url.origin}/${path}.tgz` };
  return Response.json({
    name: path,
    "dist-tags": { latest: version },
    versions: { [version]: { name: path, version, dist } },
  });
}

function pinnedVersion(name: string): string | null {
  const { specifiers }: { specifiers: Record<string, string> } = JSON.parse(Deno.readTextFileSync(pathOf("npm.lock")));
  const found = Object.entries(specifiers).find(([specifier]) => specifier.startsWith(`npm:${name}@`));
  return found === undefined ? null : found[1].replace(/_.*$/, "");
}
