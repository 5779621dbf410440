import { deepEqual, equal, match, ok } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { type LogLine, LogStore } from "./log_store.ts";

const utf8 = new TextEncoder();

/** A file in a folder of its own. */
class TestFile implements Disposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "fluxwire-test-" });
  readonly path = `${this.folder}/service.log`;

  /** The text of the file and its older ones, oldest first. */
  get text(): string {
    const names = [...Deno.readDirSync(this.folder)].map(({ name }) => name);
    names.sort((a, b) => Number(b.split(".")[2] ?? 0) - Number(a.split(".")[2] ?? 0));
    return names.map((name) => Deno.readTextFileSync(`${this.folder}/${name}`)).join("");
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

function texts(lines: readonly LogLine[]): string[] {
  return lines.map(({ text }) => text);
}

Deno.test("LogStore keeps lines with their time, stream, level and service", async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  await using log = new LogStore({ service: "planets", clock });
  await log.append("stderr", utf8.encode("2026-01-02T03:04:05.678Z WARN slow ms=7\nhel"));
  clock.advance(1_000);
  await log.append("stdout", utf8.encode("from stdout\n"));
  await log.append("stderr", utf8.encode("lo\n"));
  log.note("error", "It has ended");
  deepEqual(log.lines().map(({ time, ...line }) => [time.toISOString().slice(17, 19), ...Object.values(line)]), [
    ["05", 0, "stderr", "2026-01-02T03:04:05.678Z WARN slow ms=7", "planets", "warn"],
    ["06", 1, "stdout", "from stdout", "planets", "info"],
    ["06", 2, "stderr", "hello", "planets", "info"],
    ["06", 3, "host", "ERROR It has ended", "planets", "error"],
  ]);
  deepEqual(texts(log.lines(2)), ["hello", "ERROR It has ended"]);
});

Deno.test("LogStore keeps so many lines and so many characters", async () => {
  await using few = new LogStore({ service: "x", maxLines: 3 });
  for (let i = 0; i < 10; i++) await few.append("stdout", utf8.encode(`${2 * i}\n${2 * i + 1}\n`));
  deepEqual(texts(few.lines()), ["17", "18", "19"]);
  equal(few.lines()[0]?.seq, 17);
  await using short = new LogStore({ service: "x", maxCharacters: 10 });
  await short.append("stdout", utf8.encode("1234\n5678\nabcdef\n"));
  deepEqual(texts(short.lines()), ["5678", "abcdef"]);
  await short.append("stdout", utf8.encode(`${"x".repeat(11)}\n`));
  deepEqual(short.lines(), []);
});

Deno.test("LogStore removes escape sequences and secrets, also from the file", async () => {
  using file = new TestFile();
  {
    await using log = new LogStore({ service: "x", file });
    log.addSecret("s3cret");
    await log.append("stderr", utf8.encode("\x1b[31mtoken s3c"));
    await log.append("stderr", utf8.encode("ret\x1b[0m!\n"));
    log.note("info", "It was given s3cret");
    deepEqual(texts(log.lines()), ["token [masked]!", "INFO It was given [masked]"]);
    log.deleteSecret("s3cret");
    await log.append("stderr", utf8.encode("s3cret\n"));
    equal(log.lines().at(-1)?.text, "s3cret");
  }
  ok(!file.text.includes("\x1b"));
  equal(file.text.match(/s3cret/g)?.length, 1);
});

Deno.test("LogStore writes each line with time and stream, readable by its owner only", async () => {
  using file = new TestFile();
  {
    await using log = new LogStore({ service: "x", file, clock: new ManualClock(0) });
    await log.append("stdout", utf8.encode("one\r\ntwo\n"));
    await log.append("stderr", utf8.encode("no end"));
  }
  const time = "1970-01-01T00:00:00.000Z";
  equal(file.text, `${time} stdout one\n${time} stdout two\n${time} stderr no end\n`);
  equal(Deno.statSync(file.path).mode! & 0o777, 0o600);
});

Deno.test("LogStore rotates its file, and keeps so many", async () => {
  using file = new TestFile();
  {
    await using log = new LogStore({ service: "x", file: { path: file.path, maxBytes: 120, keep: 2 } });
    for (let i = 0; i < 8; i++) {
      await log.append("stdout", utf8.encode(`line ${i} is quite long\n`));
      await log.flush();
    }
  }
  const sizes = [...Deno.readDirSync(file.folder)].map(({ name }) => name).sort();
  deepEqual(sizes, ["service.log", "service.log.1", "service.log.2"]);
  deepEqual(file.text.match(/line \d/g), ["line 2", "line 3", "line 4", "line 5", "line 6", "line 7"]);
});

Deno.test("LogStore begins a new file if its own was removed", async () => {
  using file = new TestFile();
  await using log = new LogStore({ service: "x", file: { path: file.path } });
  await log.append("stdout", utf8.encode("one\n"));
  await log.flush();
  Deno.removeSync(file.path);
  await log.append("stdout", utf8.encode("two\n"));
  await log.flush();
  match(file.text, / stdout two\n$/);
  equal(log.failure, null);
});

Deno.test("LogStore goes on where its file cannot be written, and says how much is missing", async () => {
  using file = new TestFile();
  await using log = new LogStore({ service: "x", file: { path: `${file.folder}/missing/x.log` } });
  await log.append("stdout", utf8.encode("lost\n"));
  await log.flush();
  ok(log.failure?.error instanceof Deno.errors.NotFound);
  equal(log.failure?.lostBytes, "1970-01-01T00:00:00.000Z stdout lost\n".length);
  deepEqual(texts(log.lines()), ["lost"]);
});

Deno.test("LogStore.follow() gives every line from a number on, until its signal aborts or the log closes", async () => {
  const log = new LogStore({ service: "x" });
  await log.append("stdout", utf8.encode("0\n1\n2\n"));
  const followed: string[] = [];
  const following = (async () => {
    for await (const { text } of log.follow({ from: 1 })) followed.push(text);
  })();
  const stopping = new AbortController();
  const stopped = (async () => {
    for await (const { text } of log.follow({ signal: stopping.signal })) {
      if (text === "3") stopping.abort();
      else throw new Error(`It goes on with ${text}`);
    }
  })();
  await log.append("stdout", utf8.encode("3\n"));
  await stopped;
  await log.append("stdout", utf8.encode("4\n5"));
  await log.close();
  await following;
  deepEqual(followed, ["1", "2", "3", "4", "5"]);
});

Deno.test("LogStore.follow() shows by the numbers what a slow reader has missed", async () => {
  await using log = new LogStore({ service: "x", maxLines: 2 });
  const lines = log.follow();
  const first = lines.next();
  await log.append("stdout", utf8.encode("0\n"));
  equal((await first).value?.seq, 0);
  await log.append("stdout", utf8.encode("1\n2\n3\n4\n"));
  equal((await lines.next()).value?.seq, 3);
  await lines.return(undefined);
});

Deno.test("LogStore.note() keeps what a program has sent over its connection apart from the host's own lines", () => {
  const log = new LogStore({ service: "a" });
  log.note("warn", "the host");
  log.note("error", "the program", "rpc");
  deepEqual(log.lines().map(({ stream, level, text }) => [stream, level, text]), [
    ["host", "warn", "WARN the host"],
    ["rpc", "error", "ERROR the program"],
  ]);
});

Deno.test("LogStore takes an unfinished line for a whole one after unfinishedMs without more output", async () => {
  const clock = new ManualClock();
  const log = new LogStore({ service: "a", unfinishedMs: 1_000, clock });
  const texts = () => log.lines().map(({ text }) => text);
  await log.append("stdout", utf8.encode("first\nsec"));
  clock.advance(999);
  await log.append("stdout", utf8.encode("ond"));
  clock.advance(999);
  deepEqual(texts(), ["first"]);
  clock.advance(1);
  deepEqual(texts(), ["first", "second"]);
  await log.append("stdout", utf8.encode("third\n"));
  equal(clock.timers.size, 0);
  await log.append("stderr", utf8.encode("fourth"));
  await log.close();
  deepEqual(texts(), ["first", "second", "third", "fourth"]);
  equal(clock.timers.size, 0);
});
