import { rejects, strictEqual, throws } from "node:assert/strict";
import { FlagValues } from "@fluxwire/command";
import { openSource } from "./source.ts";

const VARIABLE = "FLUXWIRE_TEST_MODELS_KEY";

type Options = Readonly<Record<string, readonly string[]>>;

Deno.test("openSource() takes the key from the variable that is named, and refuses one that is not set or goes to several", async () => {
  const open = (options: Options) => {
    const args = new FlagValues(new Map(Object.entries(options)));
    return openSource({ id: "models", value: "http://127.0.0.1:1337/api/", args });
  };
  const alone = { models: ["http://127.0.0.1:1337/api/"] }, withKey = { ...alone, "token-env": [VARIABLE] };
  strictEqual((await open(alone)).title, "127.0.0.1:1337/api");
  Deno.env.delete(VARIABLE);
  throws(() => open(withKey), { code: "Usage", message: /FLUXWIRE_TEST_MODELS_KEY is not set/ });
  Deno.env.set(VARIABLE, "ap_ann_secret");
  strictEqual((await open(withKey)).id, "models");
  for (const name of ["socket", "service", "config"]) {
    throws(() => open({ ...withKey, [name]: ["a"] }), { code: "Usage", message: /one key/ });
  }
  throws(() => open({ ...withKey, models: ["a", "b"] }), { code: "Usage", message: /one key/ });
  Deno.env.set(VARIABLE, "with space");
  throws(() => open(withKey), { code: "Usage", message: /characters/ });
  Deno.env.delete(VARIABLE);
  const wrong = async () => await openSource({ id: "m", value: "127.0.0.1:1337", args: new FlagValues(new Map()) });
  await rejects(wrong, { code: "Usage", message: /http:/ });
});
