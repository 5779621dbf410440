import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { testConformance } from "../conformance/conformance.ts";
import { SECURE_STORAGE_CASES } from "../conformance/secure_storage.ts";
import { FileSecureStorage } from "../file/secure_storage.ts";
import { MemorySecureStorage } from "../memory/secure_storage.ts";
import { SqliteSecureStorage } from "../sqlite/secure_storage.ts";
import { type SecureStorage, StorageError } from "../roles.ts";
import { makePrivateKey, type PrivateKey, readPrivateKey } from "./private_key.ts";
import { SealedStorage } from "./sealed_storage.ts";

const keyOf = (byte: number): PrivateKey => ({ kind: "bytes", bytes: new Uint8Array(32).fill(byte) });
const text = (value: Uint8Array | undefined) => new TextDecoder().decode(value);
const bytes = (value: string) => new TextEncoder().encode(value);
const code = (expected: string) => (error: unknown) => error instanceof StorageError && error.code === expected;

testConformance("MemorySecureStorage", SECURE_STORAGE_CASES, () => {
  const storage = new MemorySecureStorage();
  return Promise.resolve({ storage, [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose]() });
});

for (const sealed of [false, true]) {
  const name = sealed ? "SealedStorage over FileSecureStorage" : "FileSecureStorage";
  testConformance(name, SECURE_STORAGE_CASES, async () => {
    const folder = await Deno.makeTempDir();
    const open = async (): Promise<SecureStorage> => {
      const files = await FileSecureStorage.open(folder);
      return sealed ? await SealedStorage.open(files, keyOf(1)) : files;
    };
    let storage = await open();
    return {
      storage,
      async reopen() {
        await storage[Symbol.asyncDispose]();
        return storage = await open();
      },
      async [Symbol.asyncDispose]() {
        await storage[Symbol.asyncDispose]();
        await Deno.remove(folder, { recursive: true });
      },
    };
  }, ["reopen"]);
}

for (const sealed of [false, true]) {
  const name = sealed ? "SealedStorage over SqliteSecureStorage" : "SqliteSecureStorage";
  testConformance(name, SECURE_STORAGE_CASES, async () => {
    const folder = await Deno.makeTempDir();
    const open = async (): Promise<SecureStorage> => {
      const below = await SqliteSecureStorage.open(`${folder}/secrets.sqlite`);
      return sealed ? await SealedStorage.open(below, keyOf(1)) : below;
    };
    let storage = await open();
    return {
      storage,
      async reopen() {
        await storage[Symbol.asyncDispose]();
        return storage = await open();
      },
      async [Symbol.asyncDispose]() {
        await storage[Symbol.asyncDispose]();
        await Deno.remove(folder, { recursive: true });
      },
    };
  }, ["reopen"]);
}

Deno.test("SqliteSecureStorage overwrites what is deleted", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/secrets.sqlite`;
  await using storage = await SqliteSecureStorage.open(path);
  storage.set("a", bytes("to be deleted"));
  storage.set("b", bytes("to stay"));
  const has = async (value: string) => {
    const files = await Promise.all(
      [path, `${path}-journal`, `${path}-wal`].map((one) => Deno.readFile(one).catch(() => new Uint8Array())),
    );
    return files.some((file) => new TextDecoder("latin1").decode(file).includes(value));
  };
  deepStrictEqual([await has("to be deleted"), await has("to stay")], [true, true]);
  storage.delete("a");
  deepStrictEqual([await has("to be deleted"), await has("to stay")], [false, true]);
  equal(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("SealedStorage gives the storage below no plain value, and each value another text", async () => {
  const below = new MemorySecureStorage();
  const sealed = await SealedStorage.open(below, keyOf(1));
  await sealed.set("a", bytes("a secret"));
  const first = below.get("a")!.value;
  await sealed.set("a", bytes("a secret"));
  const second = below.get("a")!.value;
  for (const value of [first, second]) ok(!text(value).includes("secret"));
  ok(text(first) !== text(second));
  equal(first.length, 8 + 12 + 8 + 16);
});

Deno.test("SealedStorage.open() refuses another private key", async () => {
  const below = new MemorySecureStorage();
  await SealedStorage.open(below, keyOf(1));
  await rejects(SealedStorage.open(below, keyOf(2)), code("invalid"));
  await rejects(SealedStorage.open(below, { kind: "passphrase", passphrase: "x" }), code("invalid"));
});

Deno.test("SealedStorage opens by a passphrase, and by no other", async () => {
  const below = new MemorySecureStorage();
  const sealed = await SealedStorage.open(below, { kind: "passphrase", passphrase: "correct horse" });
  await sealed.set("a", bytes("x"));
  await rejects(SealedStorage.open(below, { kind: "passphrase", passphrase: "correct horsf" }), code("invalid"));
  const again = await SealedStorage.open(below, { kind: "passphrase", passphrase: "correct horse" });
  equal(text((await again.get("a"))!.value), "x");
});

Deno.test("SealedStorage finds a value that stands in the place of another name or version, and one that changed", async () => {
  const below = new MemorySecureStorage();
  const sealed = await SealedStorage.open(below, keyOf(1));
  await sealed.set("a", bytes("1"));
  const old = below.get("a")!.value;
  await sealed.set("a", bytes("2"));
  below.set("b", below.get("a")!.value);
  await rejects(sealed.get("b"), code("corrupt"));
  below.delete("a");
  below.set("a", old);
  below.set("a", old);
  await rejects(sealed.get("a"), code("corrupt"));
  const flipped = old.slice();
  flipped[flipped.length - 1]! ^= 1;
  below.delete("a");
  below.set("a", flipped);
  await rejects(sealed.get("a"), /The secret a is not what was sealed/);
  await rejects(sealed.get("sealing/current"), code("invalid"));
});

/** A storage that fails after some calls, as if the process ended there. */
class Ending extends MemorySecureStorage {
  left = Infinity;

  override set(...args: Parameters<MemorySecureStorage["set"]>): ReturnType<MemorySecureStorage["set"]> {
    this.#count();
    return super.set(...args);
  }

  override delete(name: string): void {
    this.#count();
    super.delete(name);
  }

  #count(): void {
    if (--this.left < 0) throw new Error("ended");
  }
}

Deno.test("SealedStorage.rotate() goes on after an end at any step; both private keys open it until then", async () => {
  let ends = 0;
  for (let step = 0;; step++) {
    const below = new Ending();
    const sealed = await SealedStorage.open(below, keyOf(1));
    for (let at = 0; at < 4; at++) await sealed.set(`name/${at}`, bytes(`value ${at}`));
    below.left = step;
    const done = await sealed.rotate(keyOf(2)).then(() => true, () => false);
    below.left = Infinity;
    const check = async (storage: SealedStorage) => {
      for (let at = 0; at < 4; at++) equal(text((await storage.get(`name/${at}`))?.value), `value ${at}`);
    };
    if (done) {
      await rejects(SealedStorage.open(below, keyOf(1)), code("invalid"));
      await check(await SealedStorage.open(below, keyOf(2)));
      break;
    }
    ends++;
    const old = await SealedStorage.open(below, keyOf(1)).catch((error) => error);
    if (old instanceof SealedStorage) {
      await check(old);
      await old.set("name/0", bytes("value 0"));
    } else equal(old.code, "invalid");
    if (step === 0) continue;
    await check(await SealedStorage.open(below, keyOf(2)));
    await rejects(SealedStorage.open(below, keyOf(1)), code("invalid"));
    deepStrictEqual(below.list("sealing/"), ["sealing/current"]);
  }
  ok(ends >= 6);
});

Deno.test("readPrivateKey() reads 32 bytes in base64 from a file or a variable, and shows no key", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/key`;
  await rejects(readPrivateKey(path), code("not_found"));
  await makePrivateKey(path);
  equal(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  const key = await readPrivateKey(path);
  equal(key.kind === "bytes" && key.bytes.length, 32);
  await rejects(makePrivateKey(path), Deno.errors.AlreadyExists);
  const variables: Record<string, string> = { GOOD: new Uint8Array(32).toBase64(), SHORT: "c2VjcmV0", TEXT: "secret!" };
  const variable = (name: string) => variables[name];
  deepStrictEqual(await readPrivateKey("env:GOOD", variable), keyOf(0));
  await rejects(readPrivateKey("env:NONE", variable), code("not_found"));
  for (const name of ["SHORT", "TEXT"]) {
    await rejects(readPrivateKey(`env:${name}`, variable), (error) => {
      return code("invalid")(error) && !/c2Vj|secret!/.test((error as Error).message);
    });
  }
  await Deno.remove(folder, { recursive: true });
});
