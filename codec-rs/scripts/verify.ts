/**
 * `deno task codec:test`: format, lint and tests of the Rust side.
 *
 * @module
 */
import { CODEC_RS } from "./paths.ts";
import { run } from "./run.ts";
import { installToolchain } from "./rust.ts";

await installToolchain();
for (const folder of [CODEC_RS, `${CODEC_RS}/tools`, `${CODEC_RS}/fuzz`]) {
  await run("cargo", ["fmt", "--all", "--check"], { cwd: folder });
}
const everything = ["--workspace", "--all-targets", "--locked"];
await run("cargo", ["clippy", ...everything, "--", "--deny", "warnings"], { cwd: CODEC_RS });
await run("cargo", ["test", "--workspace", "--locked"], { cwd: CODEC_RS });
