/**
 * Our host and the small one in Go, each with a hub in Go.
 *
 * @module
 */
import { HostPlace } from "../../../systems/nx/e2e/host_process.ts";

/** The hub that the host has launched, or that was started beside it. */
export const HUB = "11111111-1111-1111-1111-111111111111";
/** A hub that our host knows and never launches. */
export const OTHER_HUB = "33333333-3333-3333-3333-333333333333";

/** A host that runs. */
export interface Host extends AsyncDisposable {
  /** Its address, as drivers get it. */
  address: string;
}

/** Starts `systems/nx` as a program; it launches the hub. */
export async function startOurHost(go: string): Promise<Host> {
  const place = new HostPlace();
  place.driver("hub", `exec "${go}" hub "$@"`);
  const hub = { driver_id: "com.example.hub", driver_type: "HUB", binary: "hub" };
  place.instances([
    { ...hub, instance_id: "hub-1", device_id: HUB },
    { ...hub, instance_id: "hub-2", device_id: OTHER_HUB, fluxwire: { enabled: false } },
  ]);
  const host = place.start([...place.flags, "-publisher", "noop"]);
  await host.line("Its hub session has begun");
  return { address: `unix:///${place.socket}`, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}

/** Starts the host in Go, and the hub. */
export async function startGoHost(go: string): Promise<Host> {
  const folder = Deno.makeTempDirSync();
  const host = new Deno.Command(go, { args: ["host", `${folder}/host.sock`], stdout: "piped" }).spawn();
  await lineOf(host);
  const address = `unix:///${folder}/host.sock`;
  const hub = await startHub(go, { address, deviceId: HUB });
  return {
    address,
    async [Symbol.asyncDispose]() {
      for (const process of [hub, host]) await killed(process);
      Deno.removeSync(folder, { recursive: true });
    },
  };
}

/** Starts a hub, and waits until it is registered. */
export async function startHub(
  go: string,
  { address, deviceId }: { address: string; deviceId: string },
): Promise<Deno.ChildProcess> {
  const args = ["hub", "-device_id", deviceId, "-config", "/dev/null"];
  const hub = new Deno.Command(go, { args, env: { NX_HOST_GRPC_ADDR: address }, stdout: "piped" }).spawn();
  await lineOf(hub);
  return hub;
}

/** Ends a process at once. */
export async function killed(process: Deno.ChildProcess): Promise<void> {
  process.kill("SIGKILL");
  await process.status;
}

/** Waits for the first line of a program, and lets it write on. */
async function lineOf(process: Deno.ChildProcess): Promise<void> {
  const reader = process.stdout.getReader();
  const { done } = await reader.read();
  if (done) throw new Error("a program has ended before its first line");
  reader.releaseLock();
  process.stdout.pipeTo(new WritableStream());
}
