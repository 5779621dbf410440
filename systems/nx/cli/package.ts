/**
 * `fluxwire nx package`.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { basename, join, resolve } from "node:path";
import { loadDriver } from "../package/load_driver.ts";
import { PACKAGE_FILES, packageFiles } from "../package/package_files.ts";
import { tarGz } from "../package/tar.ts";

/** Writes the files of a driver's package beside its program, and the package itself. */
export async function run({ flags, output }: VerbContext): Promise<number> {
  const main = resolve(flags.words[0]!), out = resolve(flags.text("out") ?? ".");
  if (!await isFile(main)) throw new UsageError(`Cannot package ${main}: it is no file; give the driver's MAIN.ts`);
  const driver = await loadDriver(main).catch((cause) => {
    throw new UsageError(`Cannot package ${main}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  const program = basename(main), contents = packageFiles(driver, { runtime: "deno", path: program });
  await Deno.mkdir(out, { recursive: true });
  const files = PACKAGE_FILES.map((name) => ({
    name,
    isExecutable: false,
    content: new TextEncoder().encode(`${JSON.stringify(contents[name], null, 2)}\n`),
  }));
  for (const { name, content } of files) await Deno.writeFile(join(out, name), content);
  const { id, version } = driver.definition, path = join(out, `${id}-${version}.nxpkg`);
  const all = [...files, { name: program, isExecutable: true, content: await Deno.readFile(main) }];
  await Deno.writeFile(path, await tarGz(all));
  if (output.isJson) output.json({ package: path, files: all.map(({ name }) => name) });
  else output.line(`Wrote ${path} with ${all.map(({ name }) => name).join(", ")}`);
  return EXIT.done;
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isFile, () => false);
}
