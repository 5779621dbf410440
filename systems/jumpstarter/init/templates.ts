/**
 * The files of new projects, by template and name. Made by `deno task jumpstarter:generate` from those in
 * `template/`.
 *
 * @module
 */

/** A template. */
export type TemplateName = "jumpstarter-device";

/** The files, by template and name. */
export const TEMPLATES: Readonly<Record<TemplateName, Readonly<Record<string, string>>>> = {
  "jumpstarter-device": {
    "README.md": `# template-name

A device for Jumpstarter, made with Fluxwire.

\`device.ts\` is the device, \`device_test.ts\` its test; \`exporter.yaml\` offers it to clients.

\`\`\`sh
deno task test
deno task check
deno task shell
\`\`\`

\`shell\` opens the device and runs a shell, in which Jumpstarter's own \`j\` reaches it; without Jumpstarter's packages,
\`deno task j\` does the same:

\`\`\`sh
j template-name on
\`\`\`

\`deno task start\` offers the device on port 8082 of this machine until Ctrl-C. Jumpstarter's client reaches it there:

\`\`\`sh
jmp shell --tls-grpc 127.0.0.1:8082 --tls-grpc-insecure
\`\`\`
`,
    "device.ts": `import { call, defineDevice, type Device, power, stream, t } from "@fluxwire/jumpstarter";

/** A relay that is switched by HTTP: \`PUT /relay\` with \`{"on":true}\`, and \`GET /relay\` answers the same. */
export const device: Device = defineDevice({
  name: "template-name",
  description: "A relay that is switched by HTTP",
  implements: power,
  version: "1.0.0",
  config: { url: t.string() },
  open({ url }) {
    const ask = async (signal: AbortSignal, on?: boolean): Promise<{ on: boolean }> => {
      const body = on === undefined ? {} : { method: "PUT", body: JSON.stringify({ on }) };
      const response = await fetch(\`\${url}/relay\`, { ...body, signal });
      if (!response.ok) throw new Error(\`the relay answers \${response.status}\`);
      return await response.json();
    };
    return {
      methods: {
        on: call([], async ({ signal }) => void await ask(signal, true), "Switch the relay on"),
        off: call([], async ({ signal }) => void await ask(signal, false), "Switch the relay off"),
        read: stream([], async function* ({ signal }) {
          const { on } = await ask(signal);
          yield { voltage: on ? 5 : 0, current: on ? 1 : 0 };
        }, "Show what the relay lets through"),
      },
    };
  },
}) as Device;
`,
    "device_test.ts": `import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { serve } from "@fluxwire/jumpstarter";
import { device } from "./device.ts";

/** A relay in memory, on a port of its own. */
function relay(): AsyncDisposable & { url: string; on: boolean } {
  const state = { on: false };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    if (request.method === "PUT") state.on = (await request.json()).on;
    return Response.json(state);
  });
  return Object.assign(state, {
    url: \`http://127.0.0.1:\${server.addr.port}\`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  });
}

Deno.test("on and off switch the relay, and read shows it", async () => {
  await using double = relay();
  await using bench = await serve(device, { url: double.url });
  const { root } = bench.exporter;
  await root.call("on");
  strictEqual(double.on, true);
  deepStrictEqual(await Array.fromAsync(root.stream("read")), [{ voltage: 5, current: 1 }]);
  await root.call("off");
  strictEqual(double.on, false);
});

Deno.test("a call fails with a text while the relay is away", async () => {
  const double = relay();
  await using bench = await serve(device, { url: double.url });
  await double[Symbol.asyncDispose]();
  await rejects(bench.exporter.root.call("on"), { name: "CallError" });
});
`,
    "exporter.yaml": `apiVersion: jumpstarter.dev/v1alpha1
kind: ExporterConfig
metadata:
  namespace: default
  name: template-name
endpoint: ""
token: ""
export:
  template-name:
    type: ./device.ts#device
    config:
      url: http://127.0.0.1:8080
`,
  },
};
