/**
 * Writes, or with `--check` compares, all that is generated in this package: messages from the `.proto` files, and the module
 * that carries the templates.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const GENERATORS = [new URL("./init/generate.ts", import.meta.url), new URL("./proto/generate.ts", import.meta.url)];

for (const generator of GENERATORS) {
  const args = ["run", "--no-prompt", "-A", fileURLToPath(generator), ...Deno.args];
  const { code } = await new Deno.Command(Deno.execPath(), { args }).spawn().status;
  if (code !== 0) Deno.exit(code);
}
