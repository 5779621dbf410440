import { match, strictEqual } from "node:assert/strict";
import { makeCertificate } from "../../../tests/peers/certificate.ts";
import { connect } from "../client/connect.ts";
import { Place } from "./testing/place.ts";

const CONFIG = `metadata: { name: bench }
motd: Mind the cables
export: { power: { type: power/mock } }
`;
const SHOW = 'echo "$JUMPSTARTER_HOST $JMP_EXPORTER $JMP_LEASE $JMP_EXPORTER_LABELS $JMP_GRPC_PASSPHRASE"; exit 7';

Deno.test("run listens with TLS and on a Unix socket at once, and shell --tls-grpc reaches it with its passphrase", async () => {
  const { folder, certFile, keyFile, authority, authorityFile } = await makeCertificate();
  using place = new Place(CONFIG);
  const trust = { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: authorityFile, P: "open sesame" };
  {
    const tls = ["--tls-grpc-listener", "127.0.0.1:0", "--tls-cert", certFile, "--tls-key", keyFile];
    const own = ["--exporter", "bench", "--socket", "s.sock", "--passphrase-env", "P"];
    await using exporter = await place.started([...own, ...tls], 2, trust);
    const [socket, tcp] = exporter.addresses, host = `localhost:${tcp!.split(":").at(-1)}`;
    const shell = ["shell", "--tls-grpc", host];
    const run = await place.ran([...shell, "--passphrase-env", "P", "--", "sh", "-c", SHOW], trust);
    strictEqual(run.code, 7, run.stderr);
    strictEqual(run.stdout, `${host} direct direct jumpstarter.dev/name=bench open sesame\n`);
    match(run.stderr, /^Mind the cables$/m);
    const wrong = await place.ran([...shell, "--passphrase", "wrong", "--", "true"], trust);
    strictEqual(wrong.code, 3);
    match(wrong.stderr, /Warning: Others on this machine can read --passphrase[^]*invalid or missing passphrase/);
    for (const endpoint of [{ address: socket!, tls: null }, { address: host, tls: { caCerts: [authority] } }]) {
      await using client = await connect({ endpoint: { ...endpoint, passphrase: "open sesame" } });
      strictEqual(client.motd, "Mind the cables");
      strictEqual(await client.device("power").call("on"), null);
    }
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("shell --tls-grpc waits for the hook and shows its lines; a hook that fails ends it, or is a warning", async () => {
  const hooked = (hook: string) => new Place(`${CONFIG}hooks: { beforeLease: ${hook} }`);
  const ran = async (place: Place, ...flags: string[]) => {
    const own = ["--exporter", "bench", "--tls-grpc-listener", "127.0.0.1:0", "--tls-grpc-insecure"];
    await using exporter = await place.started(own, 1);
    const direct = ["shell", "--tls-grpc", exporter.addresses[0]!, "--tls-grpc-insecure", ...flags];
    return await place.ran([...direct, "--", "sh", "-c", 'echo "insecure $JMP_GRPC_INSECURE"']);
  };
  {
    using place = hooked('{ script: "echo before the lease; exit 3" }');
    const { code, stdout, stderr } = await ran(place);
    strictEqual(code, 0, stderr);
    strictEqual(stdout, "insecure 1\n");
    match(stderr, /^before the lease$/m);
    match(stderr, /^Warning: beforeLease hook warning: Hook failed with exit code 3$/m);
    match((await ran(place, "--exporter-logs")).stderr, /^INFO: Running the beforeLease hook$/m);
  }
  {
    using place = hooked("{ script: exit 3, onFailure: endLease }");
    const { code, stderr } = await ran(place);
    strictEqual(code, 6, stderr);
    match(stderr, /The exporter cannot be used: beforeLease hook failed \(on_failure=endLease\): Hook failed with/);
  }
});

Deno.test("shell refuses flags that do not go together", async () => {
  using place = new Place(CONFIG);
  const cases: [string[], RegExp][] = [
    [["--tls-grpc", "h:1", "--exporter", "bench"], /Cannot use --exporter: --tls-grpc names an exporter that runs/],
    [["--exporter", "bench", "--passphrase", "x"], /Cannot use --passphrase: give --tls-grpc HOST:PORT as well/],
    [["--tls-grpc", "no-port"], /Cannot use --tls-grpc no-port: write HOST:PORT/],
  ];
  for (const [flags, text] of cases) {
    const { code, stderr } = await place.ran(["shell", ...flags]);
    match(stderr, text);
    strictEqual(code, 1);
  }
});
