import { equal, ok } from "node:assert/strict";
import { Issuer } from "./testing/issuer.ts";
import { keyFor } from "./testing/surfaces.ts";
import { Served } from "../http/testing/served.ts";

Deno.test("no answer, record of errors, metric, event or register has a key or a token that was sent", async () => {
  await using issuer = await Issuer.start();
  const config = `[auth]\nmode = "required"\noidc = { issuer = "${issuer.url}", audience = "models" }\n`;
  await using server = await Served.start({
    config,
    pre: () => {
      throw new TypeError("a defect");
    },
  });
  await server.define("post", {}, { rules: { create: "user", list: "user" } });
  await server.ask("/models/post/hooks/preCreate", {
    method: "PUT",
    body: { kind: "script", source: "" },
    key: server.adminKey,
  });
  const now = Date.now(), ann = await keyFor(server, "ann");
  const sent = [
    ann,
    await issuer.token({ sub: "bob" }, now),
    await issuer.token({ sub: "bob", exp: 1 }, now),
    await issuer.token({ sub: "bob" }, now, "none"),
    `${ann}x`,
    "ap_none_" + "y".repeat(43),
  ];
  const shown: string[] = [];
  for (const key of sent) {
    for (
      const [path, ask] of [["/models/post/instances", { body: {} }], ["/models/post/instances", {}], [
        "/nothing",
        {},
      ]] as const
    ) {
      const got = await server.ask(path, { ...ask, key });
      shown.push(got.text, JSON.stringify([...got.headers]));
    }
  }
  const admin = { key: server.adminKey };
  for (
    const path of ["/admin/metrics", "/events?since=0", "/auth/keys", "/admin/dead", "/admin/errors", "/admin/findings"]
  ) {
    shown.push((await server.ask(path, admin)).text);
  }
  shown.push(JSON.stringify(server.records), JSON.stringify(await server.core.log.read(1, 500)));
  for (const name of ["auth/keys", "auth/last-uses"]) shown.push((await server.core.log.getRegister(name))!.value);
  ok(server.records.length >= 2, "the defect is recorded");
  const all = shown.join("\n");
  for (const key of [...sent, server.adminKey!]) {
    // What is secret of a token is its signature, of a key what stands behind its name.
    const secret = key.startsWith("ap_") ? key.replace(/^ap_[a-z-]+_/, "") : key.split(".").at(-1) || key;
    equal(all.includes(secret), false, secret);
  }
});
