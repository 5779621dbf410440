/**
 * Storage of files that clients read, write and look through.
 *
 * @module
 */
import { posix } from "node:path";
import { defineDevice, type Device } from "../../device/define_device.ts";
import { DeviceError } from "../../device/device_error.ts";
import { call, type Method, stream } from "../../device/method.ts";
import { t } from "../../device/t.ts";
import { capability } from "./capability.ts";
import { fileMethods } from "./file_methods.ts";
import { FileStore } from "./file_store.ts";
import { OpenFiles } from "./open_files.ts";

/**
 * Files of a folder, as upstream's Opendal: scheme `fs` with `kwargs.root`, or `memory`, a temporary folder that goes with
 * the session.
 */
export const opendal: Device = defineDevice({
  name: "storage",
  clientClass: "jumpstarter_driver_opendal.client.OpendalClient",
  description: "Files of the exporter's machine",
  config: {
    scheme: t.enum(["fs", "memory"]),
    kwargs: t.default(t.map(t.string()), {}),
    remove_created_on_close: t.default(t.boolean(), false),
  },
  open({ scheme, kwargs, remove_created_on_close }) {
    const { root, ...others } = kwargs;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw new TypeError(`kwargs.${unknown}: unknown key; the only one is root`);
    if (scheme === "fs" && root === undefined) throw new TypeError("kwargs.root: scheme fs needs the path of a folder");
    const folder = scheme === "memory" ? Deno.makeTempDirSync({ prefix: "storage-" }) : root!;
    const store = new FileStore(folder), files = new OpenFiles(), created = new Set<string>();
    return {
      methods: {
        ...fileMethods(store, files, (path) => created.add(normal(path))),
        ...pathMethods(store, created),
      },
      reset: () => files.closeAll(),
      async close() {
        files.closeAll();
        if (scheme === "memory") await Deno.remove(folder, { recursive: true });
        else if (remove_created_on_close) await removeCreated(store, created);
      },
    };
  },
}) as Device;

/** A path as it is remembered. */
function normal(path: string): string {
  return posix.normalize(path.replaceAll("\\", "/")).replace(/^\/+|\/+$/g, "");
}

/** What is below a folder goes first. */
async function removeCreated(store: FileStore, created: ReadonlySet<string>): Promise<void> {
  for (const path of [...created].toSorted().toReversed()) {
    if (path !== "" && path !== ".") await store.remove(path, { recursive: true });
  }
}

function pathMethods(store: FileStore, created: Set<string>): Record<string, Method> {
  const path = t.string().as("path"), seconds = t.integer().as("expire_second");
  const presigned = (): never => {
    throw new DeviceError("NotImplemented", "files of a folder have no URLs");
  };
  return {
    stat: call([path], async (path) => {
      const { size, isFile } = await store.stat(path);
      return {
        content_disposition: null,
        content_length: size,
        content_md5: null,
        content_type: null,
        etag: null,
        mode: { entry_is_file: isFile, entry_is_dir: !isFile },
      };
    }, "Show what is at a path"),
    hash: call(
      [path, t.default(t.enum(["md5", "sha256"]), "sha256").as("algo")],
      (path, algorithm) => store.hash(path, algorithm),
      "Show the hash of a file",
    ),
    copy: call([t.string().as("source"), t.string().as("target")], async (source, target) => {
      await store.copy(source, target);
      created.add(normal(target));
    }, "Copy a file"),
    rename: call([t.string().as("source"), t.string().as("target")], async (source, target) => {
      await store.rename(source, target);
      created.delete(normal(source));
      created.add(normal(target));
    }, "Give a file another path"),
    remove_all: call([path], async (path) => {
      await store.remove(path, { recursive: true });
      created.delete(normal(path));
    }, "Remove a path with all below it"),
    create_dir: call([path], async (path) => {
      await store.createFolder(path);
      created.add(normal(path));
    }, "Make a folder; its path ends in /"),
    delete: call([path], async (path) => {
      await store.remove(path, { recursive: false });
      created.delete(normal(path));
    }, "Remove a file"),
    exists: call([path], (path) => store.exists(path), "Show whether there is something at a path"),
    list: stream([path], (path) => store.list(path, { isDeep: false }), "List a folder"),
    scan: stream([path], (path) => store.list(path, { isDeep: true }), "List a folder and all below it"),
    presign_stat: call([path, seconds], presigned),
    presign_read: call([path, seconds], presigned),
    presign_write: call([path, seconds], presigned),
    capability: call([], () => capability, "Show what the storage can do"),
    get_created_resources: call([], () => [...created].toSorted(), "Show the paths that clients have made"),
    register_path: call([path], (path) => {
      store.fileOf(path);
      created.add(normal(path));
    }, "Let a path go with the session, as if it was made here"),
  };
}
