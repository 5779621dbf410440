import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Device } from "../../client/device.ts";
import { sink, source } from "../../client/resource.ts";
import { bench } from "../testing/bench.ts";

async function write(device: Device, path: string, text: string): Promise<void> {
  const fd = await device.call("open", [path, "wb"]);
  await device.call("file_write", [fd, source(new TextEncoder().encode(text))]);
  await device.call("file_close", [fd]);
}

async function rest(device: Device, fd: unknown): Promise<string> {
  const pipe = new TransformStream<Uint8Array, Uint8Array>();
  const text = new Response(pipe.readable as ReadableStream<Uint8Array<ArrayBuffer>>).text();
  await device.call("file_read", [fd, sink(pipe.writable)]);
  return await text;
}

/** A storage in a folder of its own. */
async function storage(
  config: Record<string, unknown> = {},
): Promise<AsyncDisposable & { device: Device; root: string }> {
  const root = Deno.makeTempDirSync({ prefix: "opendal-test-" });
  const one = await bench("storage/files", { scheme: "fs", kwargs: { root }, ...config });
  return { device: one.exporter.root, root, [Symbol.asyncDispose]: () => one[Symbol.asyncDispose]() };
}

Deno.test("storage/files writes, reads from a position, and closes files by their handles", async () => {
  await using one = await storage();
  const { device, root } = one;
  await write(device, "dir/file.txt", "content");
  strictEqual(Deno.readTextFileSync(`${root}/dir/file.txt`), "content");
  const fd = await device.call("open", ["/dir/file.txt", "rb"]);
  const facts = ["file_readable", "file_writable", "file_seekable", "file_closed", "file_tell"];
  deepStrictEqual(await Promise.all(facts.map((name) => device.call(name, [fd]))), [true, false, true, false, 0]);
  strictEqual(await device.call("file_seek", [fd, -4, 2]), 3);
  strictEqual(await rest(device, fd), "tent");
  strictEqual(await device.call("file_tell", [fd]), 7);
  await device.call("file_close", [fd]);
  strictEqual(await device.call("file_closed", [fd]), true);
  await rejects(device.call("file_tell", [fd]), { code: "INVALID_ARGUMENT" });
  Deno.removeSync(root, { recursive: true });
});

Deno.test("storage/files looks through folders as OpenDAL does", async () => {
  await using one = await storage();
  const { device, root } = one;
  for (const path of ["dir/a/f", "dir/g", "dirx"]) await write(device, path, path);
  const all = (method: string, path: string) => Array.fromAsync(device.stream(method, [path]));
  deepStrictEqual(await all("list", "dir/"), ["dir/", "dir/a/", "dir/g"]);
  deepStrictEqual(await all("list", "dir"), ["dir/", "dirx"]);
  deepStrictEqual(await all("list", "/"), ["/", "dir/", "dirx"]);
  deepStrictEqual(await all("list", "dir/g"), ["dir/g"]);
  deepStrictEqual(await all("list", "none/"), []);
  deepStrictEqual((await all("scan", "dir/")).toSorted(), ["dir/", "dir/a/", "dir/a/f", "dir/g"]);
  deepStrictEqual(await device.call("stat", ["dir/g"]), {
    content_disposition: null,
    content_length: 5,
    content_md5: null,
    content_type: null,
    etag: null,
    mode: { entry_is_file: true, entry_is_dir: false },
  });
  strictEqual(await device.call("hash", ["dir/g"]), await digest("dir/g"));
  Deno.removeSync(root, { recursive: true });
});

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return bytes.toHex();
}

Deno.test("storage/files copies, renames and removes, and keeps within its folder", async () => {
  await using one = await storage();
  const { device, root } = one;
  await write(device, "a", "one");
  await device.call("copy", ["a", "deep/b"]);
  await device.call("rename", ["a", "c"]);
  await device.call("create_dir", ["x/y/"]);
  const there = async (path: string) => await device.call("exists", [path]);
  deepStrictEqual(await Promise.all(["a", "deep/b", "c", "x/y/", "c/"].map(there)), [false, true, true, true, false]);
  await device.call("delete", ["none"]);
  await device.call("remove_all", ["deep/"]);
  strictEqual(await there("deep/"), false);
  deepStrictEqual(await device.call("get_created_resources"), ["c", "deep/b", "x/y"]);
  for (const path of ["../out", "x/../../out", "/.."]) {
    await rejects(device.call("open", [path, "wb"]), { code: "INVALID_ARGUMENT" }, path);
  }
  await rejects(device.call("remove_all", ["/"]), { code: "INVALID_ARGUMENT" });
  await rejects(device.call("open", ["none", "rb"]), /there is nothing at "none"/);
  await rejects(device.call("presign_read", ["c", 60]), { code: "UNIMPLEMENTED" });
  Deno.removeSync(root, { recursive: true });
});

Deno.test("storage/files removes at the end what clients made, where it is asked to, and all of memory", async () => {
  const one = await storage({ remove_created_on_close: true });
  Deno.writeTextFileSync(`${one.root}/before`, "");
  await write(one.device, "made/file", "x");
  await one.device.call("create_dir", ["made/"]);
  await one[Symbol.asyncDispose]();
  deepStrictEqual([...Deno.readDirSync(one.root)].map(({ name }) => name), ["before"]);
  Deno.removeSync(one.root, { recursive: true });
  await using memory = await bench("storage/files", { scheme: "memory" });
  await write(memory.exporter.root, "file", "kept for the session");
  strictEqual(await memory.exporter.root.call("exists", ["file"]), true);
});

Deno.test("storage/files says which keys of its configuration are wrong", async () => {
  await rejects(bench("storage/files", { scheme: "s3" }), /scheme: expected one of fs, memory, got "s3"/);
  await rejects(bench("storage/files", { scheme: "fs" }), /kwargs\.root: scheme fs needs the path of a folder/);
  await rejects(
    bench("storage/files", { scheme: "fs", kwargs: { root: "/", bucket: "b" } }),
    /kwargs\.bucket: unknown/,
  );
});
