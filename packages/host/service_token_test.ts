import { equal, throws } from "node:assert/strict";
import { tokenOfService } from "./service_token.ts";

Deno.test("tokenOfService() takes the variable that the service names, and says which one is missing", () => {
  const tokenEnv = `FLUXWIRE_TEST_${crypto.randomUUID().replaceAll("-", "_")}`;
  equal(tokenOfService({ socketId: "a.sock", tokenEnv: null }), null);
  for (const value of [null, ""]) {
    if (value !== null) Deno.env.set(tokenEnv, value);
    throws(() => tokenOfService({ socketId: "a.sock", tokenEnv }), {
      code: "TokenVariableUnset",
      message: `Cannot use service "a.sock": its token_env names ${tokenEnv}, which is not set or empty`,
      hint: `set ${tokenEnv}, or remove token_env`,
    });
  }
  Deno.env.set(tokenEnv, "t");
  equal(tokenOfService({ socketId: "a.sock", tokenEnv }), "t");
  Deno.env.delete(tokenEnv);
});
