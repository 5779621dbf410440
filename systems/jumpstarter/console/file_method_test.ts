import { deepStrictEqual, throws } from "node:assert/strict";
import type { DeviceReport } from "../client/device_report.ts";
import { Sink, Source } from "../client/resource.ts";
import { encodeMethods, METHODS_LABEL } from "../wire/method_facts.ts";
import { fileArguments, type FileMethod, fileMethods } from "./file_method.ts";

function methodsOf(clientClass: string, labels: Record<string, string> = {}): readonly FileMethod[] {
  const more = { name: "card", path: "card", description: null, commandHelp: {}, version: null, children: [] };
  return fileMethods({ uuid: "u", clientClass, labels, ...more } satisfies DeviceReport);
}

/** The arguments with a word in place of the file. */
function shown(method: FileMethod, args: readonly unknown[]): unknown[] {
  const bytes = method.file === "up" ? new ReadableStream<Uint8Array>() : new WritableStream<Uint8Array>();
  return fileArguments(method, args, bytes).map((arg) => {
    return arg instanceof Source || arg instanceof Sink ? `file ${arg.encoding ?? "plain"}` : arg;
  });
}

Deno.test("storage of Python gets all its arguments, as from Python's client: a target that was left out is null", () => {
  const [flash, dump] = methodsOf("jumpstarter_driver_opendal.client.FlasherClient");
  deepStrictEqual(shown(flash!, []), ["file plain", null]);
  deepStrictEqual(shown(dump!, ["boot", "xz"]), ["file xz", "boot"]);
  deepStrictEqual(shown(dump!, [null, "gzip"]), ["file gzip", null]);
  const [write] = methodsOf("jumpstarter_driver_opendal.client.StorageMuxClient");
  deepStrictEqual(shown(write!, []), ["file plain"]);
  throws(() => shown(write!, ["rar"]), { name: "TypeError", message: /"rar": it must be gzip, xz, bz2, zstd/ });
});

Deno.test("a method of one's own has its file at its place, and none is taken that has two files or further arguments", () => {
  const plain = { expected: "text", isOptional: true, resource: null, schema: {} };
  const source = { ...plain, name: null, isOptional: false, resource: "source" } as const;
  const methods = encodeMethods([
    { name: "flash", kind: "call", args: [{ ...plain, name: "part" }, source, { ...plain, name: "verify" }] },
    { name: "compare", kind: "call", args: [source, source] },
    { name: "run", kind: "call", args: [source, { ...plain, name: "args", isRest: true }] },
    { name: "watch", kind: "stream", args: [source] },
  ]);
  const [flash, ...more] = methodsOf("vendor.Card", { [METHODS_LABEL]: methods });
  deepStrictEqual(more, []);
  deepStrictEqual(shown(flash!, []), [null, "file plain"]);
  deepStrictEqual(shown(flash!, ["boot", true, "zstd"]), ["boot", "file zstd", true]);
});
