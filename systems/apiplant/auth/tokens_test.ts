import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { JsonObject } from "../json/json.ts";
import { refused } from "../http/testing/refused.ts";
import { type Got, Served } from "../http/testing/served.ts";
import { SseReader } from "../http/testing/sse.ts";
import { Issuer, type Signature } from "./testing/issuer.ts";

interface Parts {
  readonly issuer: Issuer;
  readonly clock: ManualClock;
  readonly server: Served;
  /** What `/auth/me` says to a token with these claims. */
  me(claims: Readonly<Record<string, unknown>>, algorithm?: Signature): Promise<Got>;
}

/** A server that takes the tokens of an issuer. */
async function withIssuer(test: (parts: Parts) => Promise<void>, more = ""): Promise<void> {
  await using issuer = await Issuer.start();
  await withServer(issuer, test, more);
}

async function withServer(issuer: Issuer, test: (parts: Parts) => Promise<void>, more = ""): Promise<void> {
  const clock = new ManualClock(Date.parse("2026-11-29T10:00:00Z"));
  const config = `[auth]\nmode = "required"\noidc = { issuer = "${issuer.url}", audience = "models"${more} }\n`;
  await using server = await Served.start({ config, clock });
  await test({
    issuer,
    clock,
    server,
    me: async (claims, algorithm) =>
      await server.ask("/auth/me", { key: await issuer.token(claims, clock.now(), algorithm) }),
  });
}

Deno.test("tokens of the issuer are good with each of the three signatures, and make callers with their roles", async () => {
  await withIssuer(async ({ me, clock }) => {
    for (const algorithm of ["RS256", "ES256", "EdDSA"] as const) {
      const got = await me({ sub: "ann", roles: ["editor", "x y", 1, "b"] }, algorithm);
      deepStrictEqual(got.body, {
        kind: "token",
        actor: "user:ann",
        subject: "ann",
        roles: ["editor", "b"],
        admin: false,
        expiresAt: new Date(clock.now() + 360_000).toISOString(),
      });
    }
    deepStrictEqual((await me({ sub: "ann", roles: "a b", aud: ["other", "models"] })).body.roles, ["a", "b"]);
  });
});

Deno.test("the claim of roles can be an inner one, and only the configured role makes admins", async () => {
  await withIssuer(async ({ me }) => {
    const realm = (...roles: string[]) => ({ sub: "ann", roles: ["boss"], realm: { roles } });
    deepStrictEqual([(await me(realm("a"))).body.roles, (await me(realm("a"))).body.admin], [["a"], false]);
    equal((await me(realm("boss"))).body.admin, true);
    equal((await me({ sub: "ann" })).body.admin, false);
  }, ', roles-claim = "realm.roles", admin-role = "boss"');
});

Deno.test("tokens that are wrong in any part are all refused in the same words", async () => {
  await using other = await Issuer.start();
  await withIssuer(async ({ me, issuer, clock, server }) => {
    const now = Math.floor(clock.now() / 1_000), good = await issuer.token({ sub: "ann" }, clock.now());
    const [head, body, signature] = good.split(".") as [string, string, string];
    const wrong: Record<string, Got> = {
      expired: await me({ sub: "ann", exp: now - 61 }),
      "not yet": await me({ sub: "ann", nbf: now + 61 }),
      "no end": await me({ sub: "ann", exp: undefined }),
      audience: await me({ sub: "ann", aud: "other" }),
      issuer: await me({ sub: "ann", iss: "https://other.example" }),
      "no subject": await me({}),
      "subject of a key": await me({ sub: "key:admin" }),
    };
    clock.advance(60_000);
    wrong.none = await me({ sub: "ann" }, "none");
    wrong.HS256 = await me({ sub: "ann" }, "HS256");
    wrong.RS512 = await me({ sub: "ann" }, "RS512");
    wrong["another's key"] = await server.ask("/auth/me", {
      key: await other.token({ sub: "ann", iss: issuer.url }, clock.now()),
    });
    const forged = new TextEncoder().encode(JSON.stringify({ ...JSON.parse(atob(body)), sub: "bob" }));
    wrong["changed claims"] = await server.ask("/auth/me", {
      key: `${head}.${forged.toBase64({ alphabet: "base64url", omitPadding: true })}.${signature}`,
    });
    for (const [name, got] of Object.entries(wrong)) {
      ok(got.status === 401, `${name}: ${got.status} ${got.text}`);
      refused(got, 401, "unauthenticated");
    }
    equal(new Set(Object.values(wrong).map(({ body }) => body.error!.message)).size, 1);
    equal((await me({ sub: "ann", exp: now + 60 - 59, nbf: now + 60 + 59 })).status, 200, "within the leeway");
  });
});

Deno.test("new keys of the issuer are read when a token has one, and it is left alone for 30 s after each reading", async () => {
  await withIssuer(async ({ me, issuer, clock }) => {
    equal((await me({ sub: "ann" })).status, 200);
    await issuer.rotate("RS256");
    refused(await me({ sub: "ann" }), 401, "unauthenticated");
    equal(issuer.reads, 1);
    clock.advance(30_000);
    equal((await me({ sub: "ann" })).status, 200);
    equal(issuer.reads, 2);
    await me({ sub: "bob" });
    equal(issuer.reads, 2);
    clock.advance(600_001);
    await me({ sub: "bob" });
    equal(issuer.reads, 3);
  });
});

Deno.test("while the issuer is out of reach, its keys are good for an hour; without them the answer is 503", async () => {
  await withIssuer(async ({ me, issuer, clock, server }) => {
    issuer.isUp = false;
    const got = await me({ sub: "ann" });
    deepStrictEqual(refused(got, 503, "storage"), { role: "oidc" });
    equal(got.headers.get("retry-after"), "30");
    equal((await server.ask("/auth/me", { key: server.adminKey })).status, 200);
    issuer.isUp = true;
    clock.advance(30_000);
    equal((await me({ sub: "ann" })).status, 200);
    issuer.isUp = false;
    clock.advance(3_600_000);
    equal((await me({ sub: "ann" })).status, 200);
    clock.advance(1);
    refused(await me({ sub: "bob" }), 503, "storage");
  });
});

Deno.test("an issuer is not believed whose documents name another, lead elsewhere or are too large", async () => {
  await using issuer = await Issuer.start();
  for (const document of [{ issuer: "https://other.example" }, "/away", "/large", "/none", "http://192.0.2.1/keys"]) {
    await withServer(issuer, async ({ me }) => {
      issuer.document = typeof document === "object"
        ? document
        : { jwks_uri: document.startsWith("/") ? issuer.url + document : document };
      refused(await me({ sub: "ann" }), 503, "storage");
    });
  }
});

Deno.test("rules know the subjects of tokens as owners, and streams end with their tokens", async () => {
  await withIssuer(async ({ issuer, clock, server }) => {
    const rules = { create: "owner", list: "owner", subscribe: "owner" };
    await server.define("post", { author: { type: "String" } }, { ownerField: "author", rules });
    const ann = await issuer.token({ sub: "ann" }, clock.now()), bob = await issuer.token({ sub: "bob" }, clock.now());
    const path = "/models/post/instances";
    equal((await server.ask(path, { body: { author: "ann" }, key: ann })).status, 201);
    refused(await server.ask(path, { body: { author: "ann" }, key: bob }), 403, "forbidden");
    const listed = async (key: string) =>
      ((await server.ask(path, { key })).body.items as unknown as JsonObject[]).length;
    deepStrictEqual([await listed(ann), await listed(bob)], [1, 0]);
    await using reader = await SseReader.open(`${server.serving.url}/events?since=0`, {
      authorization: `Bearer ${ann}`,
    });
    equal((await reader.next())!.event, "instance.created");
    clock.advance(360_000);
    while (await reader.next() !== null);
    deepStrictEqual(reader.comments.at(-1), "the credentials have ended");
  });
});
