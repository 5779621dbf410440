// Run by `deno task test:npm`; not part of `deno task test`, as it fetches Node from the npm registry.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decode, encode, type Layout, MalformedError, type Role, toExactJson } from "@fluxwire/wire";
import { pathOf } from "../e2e/running_driver.ts";
import { readVectors } from "../vectors/vectors.ts";

/** The oldest supported release of Node. */
const NODE = "node@24";
/** The name by which the npm form imports the package below it: JSR's. */
const TRANSPORT = "@jsr/fluxwire__transport";

async function outputOf(command: string, args: string[], cwd: string, input = ""): Promise<string> {
  const child = new Deno.Command(command, { args, cwd, stdin: "piped", stdout: "piped", stderr: "piped" }).spawn();
  const output = child.output();
  await new Response(input).body!.pipeTo(child.stdin);
  const { code, stdout, stderr } = await output;
  strictEqual(code, 0, `${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** The expected output of `program.mjs` for a frame, from the same sources run by Deno. */
function expected(role: Role, layout: Layout, payload: Uint8Array): string {
  try {
    const { envelope, pass } = decode(role, layout, payload);
    return `${pass} ${encode(role, layout, envelope).toHex()} ${toExactJson(role, envelope)}`;
  } catch (error) {
    ok(error instanceof MalformedError);
    return error.message;
  }
}

Deno.test("Node imports the npm form of @fluxwire/wire, and decodes and encodes every vector as Deno does", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-npm-" });
  try {
    for (const name of ["transport", "wire"]) {
      const tarball = `${folder}/${name}.tgz`;
      await outputOf(Deno.execPath(), ["pack", "--allow-dirty", "--output", tarball], pathOf(`packages/${name}`));
    }
    await Deno.writeTextFile(`${folder}/package.json`, '{ "private": true, "type": "module" }');
    const tarballs = ["wire.tgz", "transport.tgz", `${TRANSPORT}@file:transport.tgz`];
    await outputOf("npm", ["install", "--offline", "--no-audit", "--no-fund", ...tarballs], folder);
    await Deno.copyFile(pathOf("tests/npm/program.mjs"), `${folder}/program.mjs`);

    const frames = readVectors().flatMap(({ role, ...vector }) => role === null ? [] : [{ role, ...vector }]);
    const input = frames.map(({ role, layout, payload }) => `${role} ${layout} ${payload.toHex()}\n`).join("");
    const output = await outputOf("npx", ["-y", "-p", NODE, "node", "program.mjs"], folder, input);
    deepStrictEqual(
      output.trimEnd().split("\n"),
      frames.map(({ role, layout, payload }) => expected(role, layout, payload)),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
