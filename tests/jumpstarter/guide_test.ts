import { deepEqual, equal } from "node:assert/strict";
import { peerEnvironment, peerProgram } from "./exporters.ts";

const [, SECTION] = Deno.readTextFileSync(new URL("../../docs/devices.md", import.meta.url)).split(
  "## A device as a package",
) as [string, string];
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** The one block of the section in a language. */
function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(SECTION)![1]!;
}

Deno.test("docs/devices.md: a package of both sides serves Fluxwire's j and Jumpstarter's own, as the guide says", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "devices-package-" }));
  Deno.mkdirSync(`${folder}/jumpstarter_relay`);
  Deno.writeTextFileSync(`${folder}/jumpstarter_relay/driver.ts`, block("ts"));
  Deno.writeTextFileSync(`${folder}/jumpstarter_relay/client.py`, block("python"));
  Deno.writeTextFileSync(`${folder}/relay.yaml`, block("yaml"));
  const task = `'${Deno.execPath()}' task --quiet --config '${CONFIG}'`;
  const programs = (await peerProgram("j")).replace(/\/j$/, ""), outputs: string[] = [];
  for (const line of block("sh").trim().split("\n")) {
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", line.replaceAll("deno task", task)],
      cwd: folder,
      env: { ...peerEnvironment(folder), INIT_CWD: folder, PATH: `${Deno.env.get("PATH")}:${programs}` },
      signal: AbortSignal.timeout(120_000),
    }).output();
    equal(code, 0, `${line}: ${new TextDecoder().decode(stderr)}`);
    outputs.push(new TextDecoder().decode(stdout));
  }
  deepEqual(outputs, ["on\n", "on\n"]);
  Deno.removeSync(folder, { recursive: true });
});
