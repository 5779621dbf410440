/**
 * `deno task codec:generate`: writes `dto.ts` and `schema.ts` of the wire package from the tables in `src/dto`.
 *
 * @module
 */
import { CODEC_RS, GENERATED, ROOT, TARGET, WIRE } from "./paths.ts";
import { formatted, run } from "./run.ts";
import { installToolchain } from "./rust.ts";

/** What the generator writes, formatted, by file name. */
export async function generate(): Promise<Map<string, string>> {
  const folder = `${TARGET}/generated`;
  await Deno.mkdir(folder, { recursive: true });
  await run("cargo", ["run", "--locked", "--quiet", "--bin", "generate", "--", folder], { cwd: CODEC_RS });
  const sources = new Map<string, string>();
  for (const name of GENERATED) {
    sources.set(name, await formatted(await Deno.readTextFile(`${folder}/${name}`), { cwd: ROOT }));
  }
  return sources;
}

if (import.meta.main) {
  await installToolchain();
  for (const [name, source] of await generate()) await Deno.writeTextFile(`${WIRE}/${name}`, source);
}
