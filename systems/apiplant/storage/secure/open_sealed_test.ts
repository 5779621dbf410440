import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { FileSecureStorage } from "../file/secure_storage.ts";
import { MemorySecureStorage } from "../memory/secure_storage.ts";
import { StorageError } from "../roles.ts";
import { exchangeOwnKey, openSealed, type SealedOptions } from "./open_sealed.ts";

const hasCode = (code: string) => (error: unknown) => error instanceof StorageError && error.code === code;

Deno.test("openSealed() makes a key with the first secrets, and no second one", async () => {
  const folder = await Deno.makeTempDir(), warnings: string[] = [];
  const options: SealedOptions = {
    privateKey: null,
    passphrase: null,
    ownKey: `${folder}/private.key`,
    warn: (text) => warnings.push(text),
  };
  const open = async (changes: Partial<SealedOptions> = {}) => {
    return await openSealed(await FileSecureStorage.open(`${folder}/secrets`), { ...options, ...changes });
  };
  const first = await open();
  await first.set("a", Uint8Array.of(1, 2));
  await rejects(open(), hasCode("conflict"));
  await first[Symbol.asyncDispose]();
  const again = await open();
  deepStrictEqual([...(await again.get("a"))!.value], [1, 2]);
  await again[Symbol.asyncDispose]();
  equal(warnings.length, 1);
  await Deno.remove(options.ownKey);
  await rejects(open(), hasCode("not_found"));
  await rejects(open({ passphrase: "x" }), /not the one that the secrets were sealed with/);
  await Deno.remove(folder, { recursive: true });
});

/** A storage whose process ends after some changes; `MemorySecureStorage` forgets its values when it is closed. */
class Ending extends MemorySecureStorage {
  left = Infinity;

  override set(...args: Parameters<MemorySecureStorage["set"]>): ReturnType<MemorySecureStorage["set"]> {
    if (--this.left < 0) throw new Error("ended");
    return super.set(...args);
  }

  override delete(name: string): void {
    if (--this.left < 0) throw new Error("ended");
    super.delete(name);
  }

  override [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

Deno.test("exchangeOwnKey() ends at the next start after an end at any step, and the old key opens nothing then", async () => {
  for (let step = 0, done = false; !done; step++) {
    const folder = await Deno.makeTempDir(), below = new Ending(), ownKey = `${folder}/key`;
    const options: SealedOptions = { privateKey: null, passphrase: null, ownKey, warn: () => {} };
    const secrets = await openSealed(below, options);
    for (const name of ["a", "b"]) await secrets.set(name, new TextEncoder().encode(`value of ${name}`));
    await Deno.copyFile(ownKey, `${folder}/old`);
    below.left = step;
    done = await exchangeOwnKey(secrets, ownKey).then(() => true, () => false);
    below.left = Infinity;
    const again = await openSealed(below, options);
    for (const name of ["a", "b"]) {
      equal(new TextDecoder().decode((await again.get(name))!.value), `value of ${name}`);
    }
    deepStrictEqual((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort(), ["key", "old"]);
    const isExchanged = await Deno.readTextFile(ownKey) !== await Deno.readTextFile(`${folder}/old`);
    equal(isExchanged, step > 0);
    const old = openSealed(below, { ...options, privateKey: `${folder}/old` });
    if (isExchanged) await rejects(old, hasCode("invalid"));
    else await old;
    await Deno.remove(folder, { recursive: true });
  }
});
