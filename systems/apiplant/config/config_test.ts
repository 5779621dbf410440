import { deepStrictEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { addressText, isLocal, parseAddress } from "./address.ts";
import { ConfigError } from "./config.ts";
import { expand } from "./expand.ts";
import { KEYS, tomlName } from "./keys.ts";
import { isLoopback, isWithin, parseNetwork } from "./network.ts";
import { type ReadConfig, readConfig } from "./read.ts";
import { withSecrets } from "./secrets.ts";
import { shownConfig } from "./shown.ts";
import { byteCount, milliseconds } from "./units.ts";

const env = (name: string) => ({ PORT: "0", TOKEN: "t0p", N: "4", EMPTY: "" })[name];
const read = (text: string): ReadConfig => readConfig(text, "config.toml", env);

function problems(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    ok(error instanceof ConfigError, String(error));
    return error.problems;
  }
  return [];
}

Deno.test("readConfig() gives every default to an empty text", () => {
  const { config, warnings } = read("");
  deepStrictEqual(warnings, []);
  deepStrictEqual(config, {
    server: {
      mountAddress: { kind: "tcp", hostname: "0.0.0.0", port: 1337 },
      mountPath: "",
      id: "",
      dataDir: "./data",
      public: "./public",
      maxBody: 1_048_576,
      requestTimeout: 30_000,
      shutdownTimeout: 10_000,
      trustedProxies: [],
      corsOrigins: [],
      hosts: [],
      tls: null,
    },
    drivers: { secure: "memory", event: "memory", model: "memory", error: "stdout" },
    storage: { secure: {}, event: {}, model: {}, error: {} },
    plugins: { dir: "./plugins" },
    hooks: {
      dir: "./hooks",
      preTimeout: 1_000,
      postTimeout: 5_000,
      memory: 67_108_864,
      processes: 8,
      deno: "",
      allowNet: "auto",
      allowRun: "auto",
    },
    auth: { mode: "open", oidc: null },
    limits: { rate: 0, pageMax: 500, batchMax: 100, payloadMax: 262_144, modelsMax: 1_000, streamsPerClient: 100 },
    webhooks: { allowPrivate: false },
    files: { dir: "", maxSize: 16_777_216, types: [], keep: 86_400_000 },
  });
});

Deno.test("readConfig() reads every key, both spellings of drivers, and variables of the environment", () => {
  const { config, warnings, expanded } = read(`
    [server]
    mount-address = "[::1]:\${PORT}"
    mount-path = "api/v1/"
    max-body = 2048
    request-timeout = "250ms"
    trusted-proxies = ["10.0.0.0/8", "::1"]
    cors-origins = ["https://app.example"]
    hosts = ["Models.Local"]
    [server.tls]
    cert = "c.pem"
    key = "k.pem"
    [drivers]
    event-storage = "file"
    model = "sqlite"
    [driver-event-storage]
    path = "./log"
    token = "$TOKEN"
    nested = { list = ["a", "\${NONE:-b}"] }
    [hooks]
    processes = "$N"
    allow-run = []
    allow-net = ["example.com:443"]
    [auth]
    mode = "required"
    oidc = { issuer = "https://login.example/a", audience = "models", roles-claim = "x.roles" }
    [webhooks]
    allow-private = true
  `);
  deepStrictEqual(warnings, []);
  deepStrictEqual(config.server.mountAddress, { kind: "tcp", hostname: "::1", port: 0 });
  equal(config.server.mountPath, "/api/v1");
  equal(config.server.maxBody, 2048);
  equal(config.server.requestTimeout, 250);
  deepStrictEqual(config.server.trustedProxies.map(({ bits }) => bits), [8, 128]);
  deepStrictEqual(config.server.hosts, ["models.local"]);
  deepStrictEqual(config.server.tls, { cert: "c.pem", key: "k.pem" });
  deepStrictEqual(config.drivers, { secure: "memory", event: "file", model: "sqlite", error: "stdout" });
  deepStrictEqual(config.storage.event, { path: "./log", token: "t0p", nested: { list: ["a", "b"] } });
  deepStrictEqual([...expanded], [
    "server.mount-address",
    "driver-event-storage.token",
    "driver-event-storage.nested.list",
    "hooks.processes",
  ]);
  equal(config.hooks.processes, 4);
  deepStrictEqual([config.hooks.allowRun, config.hooks.allowNet], [[], ["example.com:443"]]);
  deepStrictEqual(config.auth, {
    mode: "required",
    oidc: { issuer: "https://login.example/a", audience: "models", rolesClaim: "x.roles", adminRole: "" },
  });
  equal(config.webhooks.allowPrivate, true);
});

Deno.test("readConfig() names file, line and column of what is not TOML, and not its text", () => {
  throws(() => read('[server]\nid = "a\n'), (error) => {
    ok(error instanceof ConfigError);
    match(error.message, /^config\.toml, line 2, column \d+: /);
    ok(!error.message.includes("id ="));
    return true;
  });
  match(problems("a = 1\na = 2")[0]!, /line 2/);
});

Deno.test("readConfig() gives all problems in one message", () => {
  deepStrictEqual(
    problems(`
    drivers = 1
    [server]
    mount-address = "nowhere"
    mount-path = "a/../b"
    max-body = "lots"
    request-timeout = "0s"
    trusted-proxies = ["10.0.0.0/33"]
    cors-origins = ["https://app.example/"]
    id = 5
    data-dir = "$MISSING"
    [server.tls]
    cert = "c.pem"
    [hooks]
    processes = 0
    allow-net = "all"
    [auth]
    mode = "closed"
    [auth.oidc]
    issuer = "http://login.example"
    audience = "models"
    [limits]
    rate = -1
    [driver-secure-storage]
    private-key = "secure:x"
    [webhooks]
    allow-private = 1
  `),
    [
      "server.mount-address: must be host:port, :port, [::1]:port or unix:/path",
      "server.mount-path: must be a path of letters, digits, `.`, `_`, `~` and `-`, such as /api",
      "server.id: must be a string",
      "server.data-dir: the environment has no MISSING: set it, or write ${MISSING:-default}",
      "server.max-body: must be a size such as 64KiB or 1MiB, at least 1 byte and at most 1GiB",
      "server.request-timeout: must be a duration such as 250ms, 5s, 2m or 1h, at least 1 ms and at most 24h",
      "server.trusted-proxies: must be a list of addresses or ranges such as 10.0.0.0/8",
      "server.cors-origins: must be a list of origins such as https://app.example, or *",
      'auth.mode: must be "open" or "required"',
      "auth.oidc.issuer: must be an address such as https://login.example, or http: on a loopback address",
      "drivers: must be a table: [drivers]",
      "driver-secure-storage.private-key: must not come from secure storage: only keys of the event, model and error storages and of server.tls can",
      "hooks.processes: must be an integer from 1 to 1000",
      'hooks.allow-net: must be "auto" or a list of strings',
      "limits.rate: must be an integer from 0 to 1000000",
      "webhooks.allow-private: must be true or false",
      "server.tls: needs both `cert` and `key`, or neither",
    ],
  );
  deepStrictEqual(problems('[drivers]\nevent = "file"\nevent-storage = "memory"'), [
    "drivers.event: is given twice, also as event-storage: give one",
  ]);
});

Deno.test("readConfig() warns of every unknown key, with the nearest known one", () => {
  deepStrictEqual(read('sever = 1\n[server]\nmount-adress = ":0"\nzzzzzz = 1\n[server.tsl]\na = 1').warnings, [
    "sever: is not a known key: did you mean server?",
    "server.mount-adress: is not a known key: did you mean mount-address?",
    "server.zzzzzz: is not a known key",
    "server.tsl: is not a known key: did you mean tls?",
  ]);
});

Deno.test("expand() puts variables in as shells do", () => {
  deepStrictEqual(expand("a$N-${N}-${NONE:-x}-${EMPTY:-y}-$$N-$1", env), {
    text: "a4-4-x-y-$N-$1",
    used: true,
    missing: [],
  });
  deepStrictEqual(expand("$A ${B}", env).missing, ["A", "B"]);
});

Deno.test("milliseconds() and byteCount() read amounts with units, and plain numbers", () => {
  deepStrictEqual(["250ms", "5s", "2m", "1h", 7, "0.5s", "7"].map(milliseconds), [
    250,
    5_000,
    120_000,
    3_600_000,
    7,
    500,
    7,
  ]);
  deepStrictEqual(["64KiB", "1MiB", "1GiB", "5B", 7].map(byteCount), [65_536, 1_048_576, 1_073_741_824, 5, 7]);
  for (const wrong of ["", "s", "-1s", "1x", "1KB", -1, 1.5, null]) {
    deepStrictEqual([milliseconds(wrong), byteCount(wrong)], [null, null]);
  }
});

Deno.test("parseAddress() reads the four forms, and addressText() writes them", () => {
  for (const text of ["127.0.0.1:1337", "[::1]:0", "unix:/run/models.sock", "models.example:80"]) {
    equal(addressText(parseAddress(text)!), text);
  }
  equal(addressText(parseAddress(":80")!), "0.0.0.0:80");
  for (const wrong of ["", "80", "a:65536", "unix:", "::1:80", "a b:1"]) equal(parseAddress(wrong), null);
  deepStrictEqual(
    ["127.9.9.9:1", "[::1]:1", "localhost:1", "unix:/a", ":1", "10.0.0.1:1"].map((text) =>
      isLocal(parseAddress(text)!)
    ),
    [
      true,
      true,
      true,
      true,
      false,
      false,
    ],
  );
});

Deno.test("isWithin() compares bits, and takes IPv4 written as IPv6 for IPv4", () => {
  const networks = ["10.0.0.0/8", "192.168.4.0/22", "fd00::/8"].map((text) => parseNetwork(text)!);
  for (const inside of ["10.255.0.1", "192.168.7.255", "fdff::1", "::ffff:10.1.1.1"]) {
    ok(isWithin(inside, networks), inside);
  }
  for (const outside of ["11.0.0.1", "192.168.8.0", "fe80::1", "x"]) ok(!isWithin(outside, networks), outside);
  ok(isLoopback("::ffff:127.0.0.1") && isLoopback("::1") && !isLoopback("::2"));
});

Deno.test("withSecrets() replaces names by values of secure storage", async () => {
  const get = (name: string) => Promise.resolve(name === "db" ? "s3cret" : null);
  deepStrictEqual(await withSecrets({ url: "secure:db", n: 1, deep: { list: ["secure:db", "x"] } }, get), {
    url: "s3cret",
    n: 1,
    deep: { list: ["s3cret", "x"] },
  });
  await rejects(withSecrets({ deep: { token: "secure:none" } }, get), {
    message: "deep.token: secure storage has no value named none",
  });
});

Deno.test("shownConfig() writes every key as TOML that reads back, without secrets", () => {
  const text = `
    [drivers]
    event = "http"
    [driver-event-storage]
    url = "https://user:hidden1@example/"
    token = "hidden2"
    host = "$TOKEN"
    name = "secure:hidden3"
    path = "seen"
    deep = { password = "hidden4", size = 5 }
  `;
  const shown = shownConfig(read(text));
  for (const secret of ["hidden1", "hidden2", "t0p", "hidden3", "hidden4"]) ok(!shown.includes(secret), secret);
  const again = read(shown);
  deepStrictEqual(again.warnings, []);
  deepStrictEqual(again.config.server, read(text).config.server);
  deepStrictEqual(again.config.storage.event, {
    url: "***",
    token: "***",
    host: "***",
    name: "***",
    path: "seen",
    deep: { password: "***", size: 5 },
  });
  for (const [section, keys] of Object.entries(KEYS)) {
    ok(shown.includes(`[${section}]`), section);
    for (const key of Object.keys(keys)) ok(shown.includes(`\n${tomlName(key)} = `), key);
  }
});
