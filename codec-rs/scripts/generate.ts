/**
 * `deno task codec:generate`: writes `dto.ts`, `methods.ts` and `schema.ts` of the wire package, and `wire_types.ts` of the
 * SDK, from the tables in `src/dto`.
 *
 * @module
 */
import { CODEC_RS, GENERATED, ROOT } from "./paths.ts";
import { run } from "./run.ts";
import { installToolchain } from "./rust.ts";

/** What the generator writes, formatted as the project is, by file name. */
export async function generate(): Promise<Map<string, string>> {
  // Not below `target`: deno fmt leaves alone what the project excludes.
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-generate-" });
  try {
    await run("cargo", ["run", "--locked", "--quiet", "--bin", "generate", "--", folder], { cwd: CODEC_RS });
    await run(Deno.execPath(), ["fmt", "--quiet", "--config", `${ROOT}/deno.json`, folder], { cwd: folder });
    const sources = new Map<string, string>();
    for (const name of Object.keys(GENERATED)) sources.set(name, await Deno.readTextFile(`${folder}/${name}`));
    return sources;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  await installToolchain();
  for (const [name, source] of await generate()) await Deno.writeTextFile(`${ROOT}/${GENERATED[name]}/${name}`, source);
}
