import assert from "node:assert/strict";
import { socketAddress } from "./socket_name.ts";

function invalid(message: string) {
  return { name: "ConnectionError", code: "SocketNameInvalid", message: `Cannot use socket name: ${message}` };
}

Deno.test("socketAddress() puts the raw id into Linux's abstract namespace", () => {
  for (const os of ["linux", "android"] as const) {
    assert.deepEqual(socketAddress("a.sock", os), { kind: "abstract", path: "\0a.sock" });
  }
});

Deno.test("socketAddress() puts a macOS or BSD socket under /tmp", () => {
  for (const os of ["darwin", "freebsd"] as const) {
    assert.deepEqual(socketAddress("a.sock", os), { kind: "file", path: "/tmp/a.sock" });
  }
});

Deno.test("socketAddress() names a Windows pipe", () => {
  assert.deepEqual(socketAddress("a.sock", "windows"), { kind: "pipe", path: "\\\\.\\pipe\\a.sock" });
  assert.deepEqual(socketAddress("/a", "windows"), { kind: "pipe", path: "\\\\.\\pipe\\/a" });
});

Deno.test("socketAddress() takes an absolute path as a socket file", () => {
  for (const os of ["linux", "darwin"] as const) {
    assert.deepEqual(socketAddress("/run/a.sock", os), { kind: "file", path: "/run/a.sock" });
  }
});

Deno.test("socketAddress() refuses an empty id and a NUL on every system", () => {
  for (const os of ["linux", "darwin", "windows"] as const) {
    assert.throws(() => socketAddress("", os), invalid(`"" is empty; choose a name`));
    assert.throws(
      () => socketAddress("a\0b", os),
      invalid(`"a\\u0000b" has a NUL character; choose another name`),
    );
  }
});

Deno.test("socketAddress() refuses a backslash in a pipe's name", () => {
  assert.throws(
    () => socketAddress("a\\b", "windows"),
    invalid(`"a\\\\b" has a backslash; choose another name`),
  );
});

Deno.test("socketAddress() refuses one byte more than the system takes", () => {
  const limits = [
    ["linux", "", 107, "bytes"],
    ["linux", "/", 107, "bytes"],
    ["darwin", "", 82, "bytes"],
    ["darwin", "/", 103, "bytes"],
    ["windows", "", 247, "characters"],
  ] as const;
  for (const [os, prefix, limit, unit] of limits) {
    assert.ok(socketAddress(prefix.padEnd(limit, "a"), os));
    assert.throws(
      () => socketAddress(prefix.padEnd(limit + 1, "a"), os),
      invalid(`its length of ${limit + 1} ${unit} exceeds ${limit}; choose a shorter name`),
    );
  }
});

Deno.test("socketAddress() counts a name's UTF-8 bytes", () => {
  assert.ok(socketAddress("é".repeat(53), "linux"));
  assert.throws(() => socketAddress("é".repeat(54), "linux"), { code: "SocketNameInvalid" });
});
