import { deepStrictEqual, equal } from "node:assert/strict";
import { FileStore } from "./file_store.ts";
import { sweep } from "./sweep.ts";

const bytes = (text: string) => ReadableStream.from([new TextEncoder().encode(text)]);
const UPLOAD = { name: "a", type: "text/plain", actor: "anonymous" };

async function withStore(test: (store: FileStore) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-files-" });
  try {
    await test(new FileStore(`${folder}/files`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const save = (store: FileStore, text: string) => store.save(bytes(text), UPLOAD, 100, new AbortController().signal);
const later = () => Date.now() + 60_000;

Deno.test("sweep() of a folder that does not exist removes nothing", () =>
  withStore(async (store) => {
    deepStrictEqual(await sweep(store, () => false, later()), { files: 0, contents: 0 });
  }));

Deno.test("sweep() keeps what is newer, also the bytes of an upload that has no document yet", () =>
  withStore(async (store) => {
    const { id, sha256 } = await save(store, "a");
    deepStrictEqual(await sweep(store, () => false, Date.now() - 60_000), { files: 0, contents: 0 });
    await Deno.remove(`${store.folder}/${id}.json`);
    deepStrictEqual(await sweep(store, () => false, Date.now() - 60_000), { files: 0, contents: 0 });
    deepStrictEqual(await sweep(store, () => false, later()), { files: 0, contents: 1 });
    equal(await store.open({ id, name: "a", size: 1, type: "text/plain", sha256 }), null);
  }));

Deno.test("sweep() puts back what an interrupted sweep had moved aside, and removes interrupted uploads", () =>
  withStore(async (store) => {
    const { id, sha256 } = await save(store, "a");
    for (const name of [`${id}.json`, sha256]) {
      await Deno.rename(`${store.folder}/${name}`, `${store.folder}/${name}.gone`);
    }
    await Deno.writeTextFile(`${store.folder}/x.part`, "half");
    equal(await store.find(id), null);
    deepStrictEqual(await sweep(store, (one) => one === id, later()), { files: 0, contents: 0 });
    equal((await store.find(id))?.value.sha256, sha256);
    deepStrictEqual(
      (await Array.fromAsync(Deno.readDir(store.folder), ({ name }) => name)).toSorted(),
      [
        sha256,
        `${id}.json`,
      ].toSorted(),
    );
  }));

Deno.test("save() keeps the same bytes once, and leaves nothing of an upload that ends early", () =>
  withStore(async (store) => {
    const [one, other] = [await save(store, "same"), await save(store, "same")];
    deepStrictEqual([one.sha256, one.id === other.id], [other.sha256, false]);
    const stop = new AbortController(),
      endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull: (controller) => {
          controller.enqueue(new Uint8Array(1));
          stop.abort(new Error("gone"));
        },
      });
    const failure = await store.save(endless, UPLOAD, 100, stop.signal).catch((error) => error);
    equal(failure.message, "gone");
    equal((await Array.fromAsync(Deno.readDir(store.folder))).length, 3);
  }));
