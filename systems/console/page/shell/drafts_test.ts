import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Drafts } from "./drafts.ts";
import { TEXT, TEXTS } from "./typed_secrets.ts";

/** A tab's storage. */
class FakeStorage {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, text: string): void => void this.kept.set(key, text);
  removeItem = (key: string): void => void this.kept.delete(key);
}

Deno.test("Drafts stay by source and name while the page goes, and stand in no storage while it is there", () => {
  const storage = new FakeStorage(), before = new Drafts(storage);
  before.of("driver", "statement", TEXT).value = "SELECT 1";
  before.of("driver-2", "statement", TEXT).value = "SELECT 2";
  before.of("driver", "form", TEXTS).value = { star: "Sun" };
  strictEqual(storage.kept.size, 0);
  before.save();
  const after = new Drafts(storage);
  strictEqual(after.of("driver", "statement", TEXT).value, "SELECT 1");
  strictEqual(storage.kept.size, 0);
  after.save();
  const last = new Drafts(storage);
  strictEqual(last.of("driver-2", "statement", TEXT).value, "SELECT 2");
  deepStrictEqual(last.of("driver", "form", TEXTS).value, { star: "Sun" });
  strictEqual(last.of("driver", "filter", TEXT).value, "");
});

Deno.test("Drafts with secrets do not stay: statements that speak of one, and fields with its name or an address with one", () => {
  const storage = new FakeStorage(), drafts = new Drafts(storage);
  for (
    const [index, text] of [
      "CREATE USER me PASSWORD 'planted'",
      "ALTER USER me IDENTIFIED BY 'planted'",
      "AUTH planted",
      "ATTACH 'postgres://me:planted@db/x'",
      "SET requirepass=planted",
    ].entries()
  ) drafts.of(`driver-${index}`, "statement", TEXT).value = text;
  drafts.of("driver", "form", TEXTS).value = { star: "Sun", api_token: "planted", url: "redis://:planted@db" };
  drafts.save();
  deepStrictEqual([...storage.kept.values()], ['[["driver form",{"star":"Sun"}]]']);
});

Deno.test("Drafts stay up to a bound each and all, and are forgotten with what cannot be read", () => {
  const storage = new FakeStorage(), many = new Drafts(storage);
  for (let index = 0; index < 20; index++) many.of(`driver-${index}`, "statement", TEXT).value = "x".repeat(99_000);
  many.of("driver", "statement", TEXT).value = "y".repeat(100_001);
  many.save();
  const [text = ""] = [...storage.kept.values()];
  strictEqual(text.length <= 1_000_011, true);
  deepStrictEqual(Object.keys(Object.fromEntries(JSON.parse(text))).length, 10);
  storage.kept.set("fluxwire-drafts", '{"cut');
  strictEqual(new Drafts(storage).of("driver", "statement", TEXT).value, "");
  many.save();
  many.forget();
  strictEqual(storage.kept.size, 0);
});
