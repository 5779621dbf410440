/** What is measured of the model server. */
import { fileURLToPath } from "node:url";
import { type Ask, type Load, load } from "./load.ts";
import { built } from "../../peers/built.ts";
import { type Program, residentBytes, start, startProgram } from "./program.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const MAIN = path("../../../systems/apiplant/main.ts");
const BATCH = 100;
const POST: Ask = {
  method: "POST",
  path: "/models/post/instances",
  body: JSON.stringify({ title: "Of time and the log", text: "x".repeat(200), likes: 7 }),
  status: 201,
};
const LIST: Ask = { method: "GET", path: "/models/post/instances?limit=50", status: 200 };
const FIELDS = { title: { type: "String", required: true }, text: { type: "String" }, likes: { type: "Int" } };
const HOOKS = {
  preCreate: { kind: "script", source: "export const preCreate = (ctx) => ({ ...ctx.after, likes: 8 });" },
  postCreate: { kind: "script", source: "export const postCreate = () => {};" },
};

/** The server with models in memory and the log in a file. One client may have all of its streams. */
export function startModels(folder: string, sync: "none" | "commit"): Promise<Program> {
  const limits = "[limits]\nstreams-per-client = 1000\n";
  return startWith(folder, `[drivers]\nevent = "file"\n[driver-event-storage]\nsync = "${sync}"\n${limits}`);
}

/** The server that may also send to webhooks of this machine. */
export function startSender(folder: string): Promise<Program> {
  const drivers = '[drivers]\nevent = "file"\nsecure = "file"\n';
  return startWith(folder, `${drivers}[driver-event-storage]\nsync = "none"\n[webhooks]\nallow-private = true\n`);
}

async function startWith(folder: string, lines: string): Promise<Program> {
  const config = `${folder}/config.toml`;
  await Deno.writeTextFile(config, `[server]\nmount-address = "127.0.0.1:0"\n${lines}`);
  return await start(["--no-lock", MAIN, "--config", config]);
}

/** The rival, which writes into a file of the folder. */
export async function startBare(folder: string): Promise<Program> {
  return await start([path("bare.ts"), `${folder}/bare.log`]);
}

/** Defines the model: without hooks, with one before each creation, or with one after it too. */
export async function define({ url }: Program, count: 0 | 1 | 2): Promise<void> {
  const hooks = Object.fromEntries(Object.entries(HOOKS).slice(0, count));
  const body = JSON.stringify({ id: "post", fields: FIELDS, hooks });
  await load(url, { method: "POST", path: "/models", body, status: 201 }, 1, { count: 1 });
}

/** PocketBase, built if it is not there yet. Its collection has the same fields, and takes everyone's changes too. */
export async function startPocketBase(folder: string): Promise<Program> {
  return await startProgram(await built("pocketbase"), [`${folder}/pocketbase`]);
}

/** Creates instances one a request. */
export function posts({ url }: Program, connections: number, ms: number): Promise<Load> {
  return load(url, POST, connections, { ms });
}

/** Creates one instance. */
export async function post({ url }: Program): Promise<void> {
  await load(url, POST, 1, { count: 1 });
}

/** Reads lists of 50. */
export function lists({ url }: Program, connections: number, ms: number): Promise<Load> {
  return load(url, LIST, connections, { ms });
}

/** Creates records of PocketBase, one a request. */
export function pocketBasePosts({ url }: Program, connections: number, ms: number): Promise<Load> {
  return load(url, { ...POST, path: "/api/collections/post/records", status: 200 }, connections, { ms });
}

/** Reads lists of 50 of PocketBase. */
export function pocketBaseLists({ url }: Program, connections: number, ms: number): Promise<Load> {
  return load(url, { ...LIST, path: "/api/collections/post/records?perPage=50&skipTotal=1" }, connections, { ms });
}

/** Creates many instances by batches, and gives by how many bytes the process grew. */
export async function fill({ url, pid }: Program, instances: number): Promise<number> {
  const before = await residentBytes(pid);
  const op = { op: "create", model: "post", data: JSON.parse(POST.body!) };
  const body = JSON.stringify({ ops: Array.from({ length: BATCH }, () => op) });
  await load(url, { method: "POST", path: "/batch", body, status: 200 }, 4, { count: instances / BATCH });
  return await residentBytes(pid) - before;
}
