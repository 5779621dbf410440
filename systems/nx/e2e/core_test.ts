import { deepStrictEqual, equal, match } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DEMO, demoInstances, HostPlace, isUp, type RunningHost } from "./host_process.ts";
import { ListeningProcess } from "./listening_process.ts";

const NX = fileURLToPath(new URL("../main.ts", import.meta.url));
const MODELS = fileURLToPath(new URL("../../apiplant/main.ts", import.meta.url));
const DRIVER = fileURLToPath(new URL("measuring_child.ts", import.meta.url));
const LAMP = "22222222-2222-2222-2222-222222222222", HUB = "11111111-1111-1111-1111-111111111111";

/** A house with its hub and its lamp, whose host publishes to a core. */
function startHost(place: HostPlace): RunningHost {
  const [hub, lamp] = demoInstances();
  place.driver("hub", `exec "${Deno.execPath()}" run --no-prompt -A --ext=ts "${DEMO}/drivers/hub-driver" "$@"`);
  place.driver("lamp", `exec "${Deno.execPath()}" run --no-prompt -A "${DRIVER}" "$@"`);
  place.instances([
    { ...hub, binary: "hub" },
    { ...lamp, driver_id: "com.example.dimmer", binary: "lamp" },
  ]);
  return place.start([...place.flags, "-publisher", "core"], { CORE_GRPC_ADDR: `unix:${place.folder}/core.sock` });
}

/** A model server that keeps its log in the place's folder, and has the models of NX. */
async function startModels(place: HostPlace): Promise<{ process: ListeningProcess; url: string }> {
  const config = '[server]\nmount-address = "127.0.0.1:0"\n[drivers]\nevent = "file"\n';
  Deno.writeTextFileSync(`${place.folder}/config.toml`, config);
  const process = await ListeningProcess.start(MODELS, ["--template", "nx"], { cwd: place.folder });
  return { process, url: /http:\S+/.exec(process.line)![0].replace(/\/$/, "") };
}

function startCore({ folder }: HostPlace, models: string): Promise<ListeningProcess> {
  const flags = ["core", "--listen", "unix:core.sock", "--models", models, "--json"];
  return ListeningProcess.start(NX, flags, { cwd: folder });
}

interface Change {
  readonly seq: number;
  readonly kind: string;
  readonly payload: Record<string, unknown>;
}

/** The events of a model from the log's beginning, once one has what the test waits for. */
async function changesOf(url: string, model: string, isLast: (change: Change) => boolean): Promise<Change[]> {
  const changes: Change[] = [];
  for (let since = 0, signal = AbortSignal.timeout(60_000);;) {
    const response = await fetch(`${url}/events?since=${since}&models=${model}&wait=30s`, {
      headers: { accept: "application/json" },
      signal,
    });
    const { items } = await response.json() as { items: Change[] };
    changes.push(...items.filter(({ kind }) => kind.startsWith("instance")));
    if (changes.some(isLast)) return changes;
    since = items.at(-1)?.seq ?? since;
  }
}

async function dim(place: HostPlace, value: number): Promise<void> {
  const { code, stdout, stderr } = await place.ask("command", "child-1", "brightness", `${value}`);
  equal(code, 0, stdout + stderr);
}

Deno.test("a house's variable has its history on a model server: hub, child, host, core and server as programs", async () => {
  await using place = new HostPlace();
  const models = await startModels(place);
  await using server = models.process;
  const first = await startCore(place, models.url);
  await using killed = first;
  deepStrictEqual(JSON.parse(first.line), { listening: `unix:${place.folder}/core.sock`, models: models.url });
  const host = startHost(place);
  await place.until(isUp);
  // A value that is followed before the core has it is not sent: each waits for the one before.
  let changes: Change[] = [];
  for (const value of [10, 20]) {
    await dim(place, value);
    changes = await changesOf(models.url, "variable", ({ payload }) => payload.value === value);
  }
  deepStrictEqual(changes.map(({ payload }) => payload.value), [undefined, 10, 20]);
  const at = async (place: string) => {
    const response = await fetch(`${models.url}/models/variable/instances/${LAMP}~brightness${place}`);
    const { data: { value, type, quality } } = await response.json() as { data: Record<string, unknown> };
    return { value, type, quality };
  };
  const [declared, ten] = changes;
  deepStrictEqual(await at(`?at=${declared!.seq}`), { value: undefined, type: "Number", quality: undefined });
  deepStrictEqual(await at(`?at=${ten!.seq}`), { value: 10, type: "Number", quality: "GOOD" });
  deepStrictEqual(await at(""), { value: 20, type: "Number", quality: "GOOD" });
  const { items: devices } = await (await fetch(`${models.url}/models/device/instances?sort=displayName`)).json();
  deepStrictEqual(
    devices.map(({ id, data }: { id: string; data: { displayName: string } }) => [id, data.displayName]),
    [
      [HUB, "Demo hub"],
      [LAMP, "Dimmer"],
    ],
  );
  await killed.end("SIGKILL");
  await dim(place, 30);
  await host.line("Publisher core: the core is away");
  await using second = await startCore(place, models.url);
  await changesOf(models.url, "variable", ({ payload }) => payload.value === 30);
  const events = await changesOf(models.url, "event", ({ payload }) => (payload.payload as { to: number }).to === 30);
  deepStrictEqual(
    events.map(({ payload: { type, payload } }) => [type, payload]),
    [10, 20, 30].map((to) => ["dimmed", { to }]),
  );
  equal(await host.end("SIGTERM"), 0);
  for (const one of [second, server]) {
    const { code, errors } = await one.end("SIGTERM");
    equal(code, 0, errors);
  }
  equal([...Deno.readDirSync(place.folder)].some(({ name }) => name === "core.sock"), false);
});

Deno.test("nx core refuses a command line that it cannot use, and warns where every program reaches it", async () => {
  await using place = new HostPlace();
  const refused = async (wanted: RegExp, ...args: string[]) => {
    const { code, stderr } = await place.run(["core", ...args]);
    equal(code, 1, stderr);
    match(stderr, wanted);
  };
  await refused(/Missing -?-listen: give unix:PATH or HOST:PORT/, "--models", "http://127.0.0.1:1");
  await refused(/Missing -?-models: give the URL/, "--listen", "unix:s");
  for (const url of ["ftp://host", "here", "http://host/?a=1"]) {
    await refused(/Cannot use --models: give a URL such as/, "--listen", "unix:s", "--models", url);
  }
  await refused(/name a variable by --token-env/, "--listen", "unix:s", "--models", "http://ann:pw@host");
  const models = ["--models", "http://127.0.0.1:1", "--listen", "0.0.0.0:0"];
  await refused(/--token-env NOT_SET: the variable is not set/, ...models, "--token-env", "NOT_SET");
  await using core = await ListeningProcess.start(NX, ["core", ...models], { cwd: place.folder });
  match(core.line, /^listening on 0\.0\.0\.0:\d+, writing to http:\/\/127\.0\.0\.1:1$/);
  const { code, errors } = await core.end("SIGINT");
  equal(code, 0);
  match(
    errors,
    /^warning: Every program that reaches 0\.0\.0\.0:\d+ can publish: listen on unix:PATH or 127\.0\.0\.1\n$/,
  );
});
