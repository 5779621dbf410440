/**
 * Writes, or with `--check` compares, all that is generated in this package: messages from the `.proto` files, and the module
 * that carries the templates.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const GENERATORS = [["./init/generate.ts"], ["../../tests/proto/generate.ts", "systems/jumpstarter"]] as const;

for (const [generator, ...own] of GENERATORS) {
  const args = ["run", "--no-prompt", "-A", fileURLToPath(new URL(generator, import.meta.url)), ...own, ...Deno.args];
  const { code } = await new Deno.Command(Deno.execPath(), { args }).spawn().status;
  if (code !== 0) Deno.exit(code);
}
