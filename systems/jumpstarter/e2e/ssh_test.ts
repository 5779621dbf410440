import { match, strictEqual } from "node:assert/strict";

const MAIN = new URL("../main.ts", import.meta.url).pathname;
const ROOT = new URL("../../../", import.meta.url).pathname;
const FLUXWIRE = [
  ...["run", "--quiet", "--no-prompt", "--allow-all"],
  ...[`--config=${ROOT}deno.json`, `--lock=${ROOT}npm.lock`, "--frozen", MAIN],
];

/** A client of SSH that shows its arguments, its key, and what the machine says. */
const CLIENT = `#!/bin/bash
echo "$@" | sed -E 's/-p [0-9]+/-p PORT/; s/-i [^ ]+/-i KEY/'
[ "$2" = -p ] && exec 3<>/dev/tcp/127.0.0.1/$3
key=$(while [ $# -gt 0 ]; do [ "$1" = -i ] && cat "$2" && stat -c %a "$2"; shift; done)
echo "machine: $(cat <&3)"
echo "key: $key" | tr '\\n' ' '
exit 5
`;

Deno.test("j runs the ssh client of the device over a forward, with its user and key, and keeps its exit code", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "ssh-test-" });
  Deno.writeTextFileSync(`${folder}/client`, CLIENT, { mode: 0o755 });
  using machine = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const speaking = (async () => {
    using conn = await machine.accept();
    await conn.write(new TextEncoder().encode("SSH-2.0-double"));
  })();
  Deno.writeTextFileSync(
    `${folder}/exporter.yaml`,
    `export:
  net: { type: network/tcp, config: { host: 127.0.0.1, port: ${machine.addr.port} } }
  machine:
    type: jumpstarter_driver_ssh.driver.SSHWrapper
    config: { default_username: root, ssh_command: ${folder}/client -q, ssh_identity: SECRET }
    children: { tcp: { ref: net } }
`,
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...FLUXWIRE, "shell", "--exporter-config", `${folder}/exporter.yaml`, "--"].concat(
      [Deno.execPath(), ...FLUXWIRE, "j", "machine", "ssh", "-v", "uname", "-a"],
    ),
  }).output();
  await speaking;
  strictEqual(code, 5, new TextDecoder().decode(stderr));
  match(
    new TextDecoder().decode(stdout),
    /^-q -p PORT -l root -i KEY -v 127\.0\.0\.1 uname -a\nmachine: SSH-2\.0-double\nkey: SECRET 600 /,
  );
  Deno.removeSync(folder, { recursive: true });
});
