import { deepStrictEqual, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { readConfig } from "../config/read.ts";
import { pathFindings } from "./paths.ts";

interface Case {
  readonly name: string;
  /** Lines of the configuration, with FOLDER for the folder. */
  readonly config: string;
  /** Files with their modes, and folders, whose names end with a slash. */
  readonly files: Readonly<Record<string, number>>;
  readonly wanted: readonly string[];
}

const KEY = '[driver-secure-storage]\nprivate-key = "FOLDER/keys/private"';
const TOKEN = '[driver-event-storage]\nurl = "https://a.example"\ntoken = "planted token"';

const TABLE: readonly Case[] = [
  { name: "nothing", config: "", files: { "config.toml": 0o644 }, wanted: [] },
  { name: "a private key", config: KEY, files: { "keys/": 0o755, "keys/private": 0o644 }, wanted: ["secret-file"] },
  { name: "a key of a group", config: KEY, files: { "keys/": 0o755, "keys/private": 0o640 }, wanted: ["secret-file"] },
  { name: "an own key", config: KEY, files: { "keys/": 0o755, "keys/private": 0o600 }, wanted: [] },
  { name: "a key in an own folder", config: KEY, files: { "keys/": 0o700, "keys/private": 0o644 }, wanted: [] },
  { name: "a key of the environment", config: KEY.replace("FOLDER/keys/private", "env:KEY"), files: {}, wanted: [] },
  {
    name: "the key of a certificate",
    config: '[server.tls]\ncert = "FOLDER/c.pem"\nkey = "FOLDER/k.pem"',
    files: { "c.pem": 0o644, "k.pem": 0o644 },
    wanted: ["secret-file"],
  },
  {
    name: "a log outside of the data folder",
    config: '[drivers]\nevent = "file"\n[driver-event-storage]\npath = "FOLDER/log"',
    files: { "log/": 0o755 },
    wanted: ["secret-file"],
  },
  {
    name: "secrets outside of the data folder",
    config: '[drivers]\nsecure = "sqlite"\n[driver-secure-storage]\npath = "FOLDER/s.sqlite"',
    files: { "s.sqlite": 0o644 },
    wanted: ["secret-file"],
  },
  { name: "files", config: '[files]\ndir = "FOLDER/f"', files: { "f/": 0o755 }, wanted: ["secret-file"] },
  { name: "own files", config: '[files]\ndir = "FOLDER/f"', files: { "f/": 0o700 }, wanted: [] },
  { name: "a token", config: TOKEN, files: { "config.toml": 0o644 }, wanted: ["config-file"] },
  { name: "a token in an own file", config: TOKEN, files: { "config.toml": 0o600 }, wanted: [] },
  {
    name: "a password in an address",
    config: '[driver-model-storage]\nlocation = "postgres://a:b@c.example/d"',
    files: { "config.toml": 0o644 },
    wanted: ["config-file"],
  },
  { name: "a variable", config: TOKEN.replace("planted token", "$TOKEN"), files: { "config.toml": 0o644 }, wanted: [] },
  {
    name: "a reference",
    config: TOKEN.replace("planted token", "secure:a"),
    files: { "config.toml": 0o644 },
    wanted: [],
  },
  { name: "a file that others write", config: "", files: { "config.toml": 0o666 }, wanted: ["writable"] },
  { name: "hooks that others write", config: "", files: { "hooks/": 0o775 }, wanted: ["writable"] },
  { name: "plugins that others write", config: "", files: { "plugins/": 0o777 }, wanted: ["writable"] },
  { name: "pages that others write", config: "", files: { "public/": 0o777 }, wanted: ["writable"] },
  {
    name: "a Deno that others replace",
    config: '[hooks]\ndeno = "FOLDER/bin/deno"',
    files: { "bin/": 0o777, "bin/deno": 0o755 },
    wanted: ["writable"],
  },
  {
    name: "a Deno in a folder that others replace",
    config: '[hooks]\ndeno = "FOLDER/a/bin/deno"',
    files: { "a/": 0o777, "a/bin/": 0o755, "a/bin/deno": 0o755 },
    wanted: ["writable"],
  },
  {
    name: "a Deno in a folder that others do not come to",
    config: '[hooks]\ndeno = "FOLDER/a/b/deno"',
    files: { "a/": 0o700, "a/b/": 0o777, "a/b/deno": 0o755 },
    wanted: [],
  },
  {
    name: "a Deno in a folder where users replace their own files alone",
    config: '[hooks]\ndeno = "FOLDER/bin/deno"',
    files: { "bin/": 0o1777, "bin/deno": 0o755 },
    wanted: [],
  },
  {
    name: "data among the pages",
    config: '[server]\ndata-dir = "FOLDER/public/data"',
    files: { "public/": 0o755, "public/data/": 0o700 },
    wanted: ["public"],
  },
  {
    name: "the configuration among the pages",
    config: '[server]\npublic = "FOLDER"',
    files: { "config.toml": 0o644 },
    wanted: ["public"],
  },
];

for (const { name, config: lines, files, wanted } of TABLE) {
  Deno.test(`pathFindings() looks at what others of the machine can read and change: ${name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      // The folder itself is entered by others.
      await Deno.chmod(folder, 0o755);
      for (const [path, mode] of Object.entries({ "config.toml": 0o600, ...files })) {
        if (path.endsWith("/")) await Deno.mkdir(join(folder, path));
        else await Deno.writeTextFile(join(folder, path), "");
        await Deno.chmod(join(folder, path), mode);
      }
      const { config, expanded } = readConfig(lines.replaceAll("FOLDER", folder), "config.toml", () => "value");
      const at = (path: string, otherwise: string) => path.startsWith("./") ? join(folder, otherwise) : path;
      const { server } = config;
      const findings = await pathFindings({
        ...config,
        server: { ...server, public: at(server.public, "public"), dataDir: at(server.dataDir, "data") },
        plugins: { dir: join(folder, "plugins") },
        hooks: { ...config.hooks, dir: join(folder, "hooks") },
      }, { file: join(folder, "config.toml"), expanded });
      deepStrictEqual(findings.map(({ code }) => code), wanted);
      for (const { level, message } of findings) {
        ok(level === "open" && !message.includes("planted") && !message.includes("a:b@"), message);
        match(message, /: (chmod|take)/);
        if (name.endsWith("others replace")) match(message, /: chmod go-w .*\/(a|bin)$/);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
