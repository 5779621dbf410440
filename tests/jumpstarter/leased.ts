/**
 * Exporters of a controller that run in a process of their own: that of Jumpstarter's Python packages, and ours.
 *
 * @module
 */
import { FakeController, TOKENS } from "../../systems/jumpstarter/distributed/testing/fake_controller.ts";
import { type Certificate, makeCertificate } from "../peers/certificate.ts";
import { clientService } from "./client_service.ts";
import { OWN, peerEnvironment, type Program } from "./exporters.ts";

const NAME = "metadata: { namespace: lab, name: bench }";

/** A controller over TLS, and what configurations say of it. */
export interface Place extends AsyncDisposable {
  /** The controller. */
  readonly controller: FakeController;
  /** `tls` of configurations. */
  readonly tls: { readonly ca: string };
  /** A temporary folder. */
  readonly folder: string;
  /** Writes the configuration of a client, and gives the file. */
  clientConfig(): Promise<string>;
  /** Starts an exporter of these devices and hooks. */
  start(program: Program, configuration: string): Promise<LeasedProcess>;
}

/** An exporter's process. */
export interface LeasedProcess {
  /** Ends it by a signal; resolves with its exit code. */
  stop(signal: Deno.Signal): Promise<number>;
  /** Resolves with the exit code when it has ended. */
  readonly ended: Promise<number>;
  /** All that it has written, when it has ended. */
  readonly output: Promise<string>;
}

/** Starts a controller that leases its exporter as `lease-1` to clients. */
export async function startPlace(): Promise<Place> {
  await using stack = new AsyncDisposableStack();
  const { folder, authority, cert, key }: Certificate = await makeCertificate();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const controller = stack.use(await FakeController.start({ cert, key }, (own) => [clientService(own, "lease-1")]));
  const tls = { ca: new TextEncoder().encode(authority).toBase64() };
  const access = (token: string): string =>
    `endpoint: ${controller.endpoint}\ntoken: ${token}\ntls: { ca: "${tls.ca}" }\n`;
  const owned = stack.move();
  return {
    controller,
    tls,
    folder,
    async clientConfig() {
      const name = "metadata: { namespace: lab, name: alice }\n";
      const text = `apiVersion: jumpstarter.dev/v1alpha1\nkind: ClientConfig\n${name}${access(TOKENS.Client)}` +
        "drivers: { allow: [], unsafe: true }\ngrpcOptions: { grpc.keepalive_time_ms: 15000, grpc.enable_retries: 1 }\n";
      await Deno.writeTextFile(`${folder}/client.yaml`, text);
      return `${folder}/client.yaml`;
    },
    async start({ program, args }, configuration) {
      const file = `${folder}/exporter-${crypto.randomUUID()}.yaml`;
      const head = `apiVersion: jumpstarter.dev/v1alpha1\nkind: ExporterConfig\n${NAME}\n`;
      await Deno.writeTextFile(file, `${head}${access(TOKENS.Exporter)}${configuration}`);
      const process = new Deno.Command(program, {
        args: [...args, "run", "--exporter-config", file],
        env: { TMPDIR: folder, ...program === OWN.program ? {} : peerEnvironment(folder) },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const ended = process.status.then(({ code }) => code);
      const output = Promise.all([new Response(process.stdout).text(), new Response(process.stderr).text()])
        .then((texts) => texts.join(""));
      owned.defer(async () => {
        end(process, "SIGTERM");
        await Promise.all([ended, output]);
      });
      const stop = (signal: Deno.Signal): Promise<number> => {
        end(process, signal);
        return ended;
      };
      return { stop, ended, output };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function end(process: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    process.kill(signal);
  } catch (error) {
    // It has ended.
    if (!(error instanceof TypeError)) throw error;
  }
}
