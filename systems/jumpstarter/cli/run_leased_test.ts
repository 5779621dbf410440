import { match, strictEqual } from "node:assert/strict";

const ROOT = new URL("../../../", import.meta.url).pathname;
const MAIN = new URL("../main.ts", import.meta.url).pathname;

async function run(configuration: string): Promise<{ code: number; stderr: string }> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/exporter.yaml`, configuration);
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", "-A", `--config=${ROOT}deno.json`, `--lock=${ROOT}npm.lock`, "--frozen", MAIN],
        ...["run", "--exporter-config", `${folder}/exporter.yaml`],
      ],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    return { code, stderr: new TextDecoder().decode(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const NAMED = "metadata: { namespace: lab, name: bench }\ntoken: secret-token\n";

Deno.test("run without a listener says what a controller's exporter needs, and never its token", async (t) => {
  const cases: readonly [configuration: string, problem: RegExp][] = [
    ["export: {}\n", /Give --tls-grpc-listener \[HOST:\]PORT or --socket PATH, or the endpoint of a controller in /],
    [`${NAMED}endpoint: https://host\n`, /exporter\.yaml: endpoint: it is not HOST:PORT/],
    ["endpoint: host:1\n", /exporter\.yaml: token: a controller asks for it/],
    ["endpoint: host:1\ntoken: secret-token\n", /exporter\.yaml: metadata\.namespace: a controller asks for it/],
    [`${NAMED}endpoint: host:1\ntls: { ca: "!" }\n`, /tls\.ca: it is not base64 of a certificate in PEM/],
  ];
  for (const [configuration, problem] of cases) {
    await t.step(problem.source, async () => {
      const { code, stderr } = await run(configuration);
      match(stderr, problem);
      strictEqual(stderr.includes("secret-token"), false);
      strictEqual(code, 1);
    });
  }
});

Deno.test("run gives up on a controller that cannot be reached, as failureDetection says", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const { code, stderr } = await run(
    `${NAMED}endpoint: 127.0.0.1:${port}\nexport: {}\nfailureDetection: { maxRapidFailures: 2 }\n`,
  );
  strictEqual(stderr.match(/ERROR: The exporter has failed: .*nothing listens there/g)?.length, 2, stderr);
  match(stderr, /ERROR: It has failed 2 times within 60 s each, and is not started again/);
  strictEqual(stderr.includes("secret-token"), false);
  strictEqual(code, 1);
});
