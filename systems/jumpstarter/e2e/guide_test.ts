import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { makeCertificate } from "../../../tests/peers/certificate.ts";
import { FakeController, TOKENS } from "../distributed/testing/fake_controller.ts";

/** Up to the section with Jumpstarter's own programs, which `tests/jumpstarter` runs. */
const [GUIDE] = Deno.readTextFileSync(new URL("../../../docs/devices.md", import.meta.url)).split(
  "## A device as a package",
) as [string];
const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;

/** The blocks of the guide in one language. */
function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, text]) => text!);
}

/** What each command must print. */
const EXPECTED: readonly (readonly [begin: string, output: RegExp])[] = [
  [
    "deno task jumpstarter check",
    /^power +power .*\ncustom +custom .*\nrack +\(group\)\nrack\.echo .*\nspare +-> rack\n$/,
  ],
  ["deno task jumpstarter shell", /^1\n2\n3\n$/],
  ["deno task exporter run --exporter-config exporter.yaml", /^Listening on unix:.*\/bench\.sock\n$/],
  ["deno task jumpstarter j", /^hello\n\n$/],
  ["deno task exporter run --exporter-config leased.yaml", /^Registered with localhost:\d+\n$/],
];

/** A command of the guide, as a user types it in a folder of their own. */
function command(line: string, cwd: string): Deno.Command {
  const own = `'${Deno.execPath()}' task --quiet --config '${CONFIG}'`;
  return new Deno.Command("sh", {
    args: ["-c", `exec ${line.replace(/ &$/, "").replaceAll("deno task", own)}`],
    cwd,
    env: { INIT_CWD: cwd },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

Deno.test("docs/devices.md: every command prints what the guide says", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "devices-guide-" }));
  Deno.writeTextFileSync(`${folder}/exporter.yaml`, blocks("yaml")[0]!);
  Deno.writeTextFileSync(`${folder}/custom.ts`, blocks("ts")[0]!);
  const certificate = await makeCertificate();
  const controller = await FakeController.start(certificate);
  const leased = blocks("yaml")[1]!
    .replace("controller.example:8082", controller.endpoint)
    .replace("TOKEN", TOKENS.Exporter)
    .replace("BASE64", new TextEncoder().encode(certificate.authority).toBase64());
  Deno.writeTextFileSync(`${folder}/leased.yaml`, leased);
  const lines = blocks("sh").flatMap((block) => block.trim().split("\n"));
  deepStrictEqual(
    lines.map((line) => EXPECTED.find(([begin]) => line.startsWith(begin))?.[0]),
    EXPECTED.map(([b]) => b),
  );
  const left: Deno.ChildProcess[] = [];
  for (const [index, line] of lines.entries()) {
    const expected = EXPECTED[index]![1];
    if (line.endsWith(" &")) {
      const child = command(line, folder).spawn();
      left.push(child);
      const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
      match((await reader.read()).value ?? "nothing", expected);
      reader.cancel();
      continue;
    }
    const { code, stdout, stderr } = await command(line, folder).output();
    strictEqual(code, 0, `${line}: ${new TextDecoder().decode(stderr)}`);
    match(new TextDecoder().decode(stdout), expected);
  }
  for (const child of left) {
    child.kill("SIGTERM");
    await child.stderr.cancel();
    await child.status;
  }
  deepStrictEqual(controller.events.at(-1), "Unregister Exporter shutdown");
  await controller[Symbol.asyncDispose]();
  for (const path of [folder, certificate.folder]) Deno.removeSync(path, { recursive: true });
});
