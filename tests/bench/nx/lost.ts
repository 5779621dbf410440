/**
 * How soon callers hear that their hub was killed.
 *
 * @module
 */
import { TextLineStream } from "../../e2e/text_line_stream.ts";
import { type Host, OTHER_HUB, startHub, startOurHost } from "./hosts.ts";

const CALLS = 100;

/** Kills a hub with 100 commands waiting, again and again; gives the time to the end of each, in milliseconds. */
export async function measureLost(program: string, kills: number): Promise<number[]> {
  await using host = await startOurHost(program);
  const times: number[] = [];
  for (let kill = 0; kill < kills; kill++) times.push(...await killOnce(program, host));
  return times;
}

async function killOnce(program: string, { address }: Host): Promise<number[]> {
  const hub = await startHub(program, { address, deviceId: OTHER_HUB });
  const args = ["lose", address, OTHER_HUB, `${CALLS}`];
  const child = new Deno.Command(program, { args, stdout: "piped", stderr: "inherit" }).spawn();
  const times: number[] = [];
  let killedAt = 0;
  for await (const line of child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())) {
    if (line === "waiting") {
      killedAt = performance.timeOrigin + performance.now();
      hub.kill("SIGKILL");
    } else times.push(Number(line) - killedAt);
  }
  await hub.status;
  if (!(await child.status).success || times.length !== CALLS) throw new Error("the child has failed: see above");
  return times;
}
