import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { serveHttp, type Serving } from "../http/serve.ts";
import { readConfig } from "../config/read.ts";
import type { JsonObject } from "../json/json.ts";
import { ServerLog } from "../server/server_log.ts";
import { type StartedServer, startServer } from "../server/start.ts";
import { restore } from "../storage/backup/restore.ts";
import { readTar } from "../storage/backup/tar.ts";

/** Values that are planted: the first two must never be found, the last one shows that the search finds what is there. */
const NAME = "Augusta Planted-Personal King", NUMBER = "98765432109876543", PLAIN = "planted-in-a-plain-field";
const ONE = "/models/person/instances/a";

/** A server of files in a folder. */
class FolderServer implements AsyncDisposable {
  private constructor(
    readonly started: StartedServer,
    readonly serving: Serving,
    readonly stopping: AbortController,
  ) {}

  static async start(folder: string, isRebuilt = false): Promise<FolderServer> {
    const source = `[server]\nmount-address = "127.0.0.1:0"\ndata-dir = "${folder}/data"\npublic = "${folder}/none"\n` +
      '[drivers]\nsecure = "file"\nevent = "file"\nmodel = "sqlite"\nerror = "file"\n' +
      '[driver-event-storage]\nsegment = 2000\nsync = "none"\n';
    const { config } = readConfig(source, "config.toml", () => undefined);
    const started = await startServer({ config, log: new ServerLog(() => {}, false), isRebuilt });
    const stopping = new AbortController();
    const serving = await serveHttp(started.core, config, stopping.signal, { maintenance: started.maintenance });
    return new FolderServer(started, serving, stopping);
  }

  async ask(path: string, method = "GET", body?: JsonObject): Promise<Response> {
    const response = await fetch(this.serving.url + path, {
      method,
      ...body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
    });
    ok(response.ok, `${method} ${path}: ${response.status} ${response.ok ? "" : await response.text()}`);
    return response;
  }

  /** The name and the mark of the instance, now or at a place. */
  async name(query = ""): Promise<[unknown, unknown]> {
    const { data, erased } = await (await this.ask(ONE + query)).json();
    return [data.name, erased];
  }

  async backup(path: string): Promise<void> {
    await Deno.writeFile(path, (await this.ask("/admin/backup")).body!);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopping.abort();
    await this.serving.finished;
    await this.started.stop(AbortSignal.timeout(10_000));
  }
}

const decoder = new TextDecoder("latin1");

/** Every text below a folder by its path: files as they are, and what compressed files and archives have in them. */
async function textsIn(folder: string, texts = new Map<string, string>()): Promise<Map<string, string>> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) await textsIn(path, texts);
    else await addTexts(path, await Deno.readFile(path), texts);
  }
  return texts;
}

async function addTexts(path: string, bytes: Uint8Array<ArrayBuffer>, texts: Map<string, string>): Promise<void> {
  texts.set(path, decoder.decode(bytes));
  if (path.endsWith(".gz")) {
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    texts.set(`${path}!`, decoder.decode(await new Response(unpacked).arrayBuffer()));
  } else if (path.endsWith(".tar")) {
    await readTar(ReadableStream.from([bytes]), async ({ name, bytes: inner }) => {
      await addTexts(
        `${path}!${name}`,
        new Uint8Array(await new Response(ReadableStream.from(inner)).arrayBuffer()),
        texts,
      );
    });
  }
}

/** The paths of the texts that have a value: as it is, or in base64 at any offset. */
function having(texts: ReadonlyMap<string, string>, value: string): string[] {
  const forms = [value];
  for (const pad of ["", "x", "xx"]) {
    // The first and the last characters depend on what stands beside the value.
    forms.push(new TextEncoder().encode(pad + value).toBase64().slice(4, -8));
  }
  return [...texts].filter(([, text]) => forms.some((form) => text.includes(form))).map(([path]) => path);
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

/** What a folder must not have after an erasure: the values, and any key of the instance. */
async function isErased(folder: string): Promise<void> {
  const texts = await textsIn(folder);
  for (const value of [NAME, NUMBER]) deepStrictEqual(having(texts, value), []);
  deepStrictEqual([...texts.keys()].filter((path) => path.includes("subject%2Fperson%2Fa%2F")), []);
}

Deno.test("G10: erased data is in no file, page, snapshot and backup, and a restore with older secrets does not bring it back", async () => {
  const folder = await Deno.makeTempDir(), older = `${folder}-older`;
  try {
    let sealedKeys: string[];
    {
      await using server = await FolderServer.start(folder);
      const fields = {
        plain: { type: "String" },
        name: { type: "String", personal: true, unique: true },
        number: { type: "BigInt", personal: true },
        more: { type: "JSON", personal: true },
      };
      await server.ask("/models", "POST", { id: "person", idKind: "any", fields });
      const data = { name: NAME, number: NUMBER, more: { again: [NAME] } };
      await server.ask("/models/person/instances", "POST", { id: "a", plain: PLAIN, ...data });
      await server.ask("/models/person/instances", "POST", { id: "b", plain: PLAIN, name: "another person" });
      for (let at = 0; at < 10; at++) await server.ask(ONE, "PATCH", { more: { again: [NAME, at] } });
      await server.ask("/admin/snapshot", "POST");
      await server.ask("/admin/compact", "POST", { before: 6 });
      await server.backup(`${folder}/before.tar`);
      deepStrictEqual(await server.name(), [NAME, undefined]);
      // The search finds what is there, in every kind of file; what is personal is not there even now.
      const texts = await textsIn(folder), found = having(texts, PLAIN).join("\n");
      for (
        const part of [
          /archive\/0/,
          /events\/0\d+\.log/,
          /models\.sqlite/,
          /snapshots\/\d+\.jsonl\.gz!/,
          /\.tar!snap[^!]*!/,
          /\.tar!events/,
        ]
      ) {
        ok(part.test(found), `${part}: ${found}`);
      }
      for (const value of [NAME, NUMBER]) deepStrictEqual(having(texts, value), []);
      sealedKeys = [...texts].filter(([path]) => path.includes("subject%2Fperson%2Fa%2F")).map(([, text]) => text);
      equal(sealedKeys.length, 1);
      await copyFolder(`${folder}/data/secrets`, `${older}/data/secrets`);
      await Deno.copyFile(`${folder}/data/private-key`, `${older}/data/private-key`);

      equal((await server.ask(`${ONE}/erase`, "POST")).status, 202);
      deepStrictEqual(await server.name(), [null, true]);
      deepStrictEqual(await server.name("?at=9"), [null, true]);
      await server.backup(`${folder}/after.tar`);
      await isErased(folder);
      deepStrictEqual(having(await textsIn(folder), sealedKeys[0]!.trim()), []);
    }
    {
      await using server = await FolderServer.start(folder, true);
      deepStrictEqual(await server.name(), [null, true]);
      await isErased(folder);
    }
    // A backup with the erasure, and secrets that were saved before it: the start erases before it serves.
    ok([...await Array.fromAsync(Deno.readDir(`${older}/data/secrets`))].some(({ name }) => name.includes("%2Fa%2F")));
    await restore((await Deno.open(`${folder}/after.tar`)).readable, `${older}/data`);
    {
      await using server = await FolderServer.start(older);
      deepStrictEqual(await server.name(), [null, true]);
      deepStrictEqual(await server.name("?at=9"), [null, true]);
      await isErased(older);
      deepStrictEqual((await (await server.ask("/models/person/instances/b")).json()).data.name, "another person");
    }
    // A backup without the erasure, and the secrets of now: the keys are gone.
    const earlier = `${folder}-earlier`;
    await copyFolder(`${folder}/data/secrets`, `${earlier}/data/secrets`);
    await Deno.copyFile(`${folder}/data/private-key`, `${earlier}/data/private-key`);
    await restore((await Deno.open(`${folder}/before.tar`)).readable, `${earlier}/data`);
    {
      await using server = await FolderServer.start(earlier);
      deepStrictEqual(await server.name(), [null, true]);
      await isErased(earlier);
    }
    await Deno.remove(earlier, { recursive: true });
  } finally {
    for (const one of [folder, older]) await Deno.remove(one, { recursive: true });
  }
});
