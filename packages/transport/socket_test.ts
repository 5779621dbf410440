import assert from "node:assert/strict";
import { connect, listen } from "./socket.ts";

function freshName(): string {
  return `fluxwire-${crypto.randomUUID()}`;
}

/** Leaves a socket file as a killed driver does. */
async function abandonSocketFile(path: string): Promise<void> {
  const code = `Deno.listen({ transport: "unix", path: ${
    JSON.stringify(path)
  } }); console.log("up"); await new Promise(() => setTimeout(() => {}, 1e9))`;
  const child = new Deno.Command(Deno.execPath(), { args: ["eval", code], stdin: "null", stdout: "piped" }).spawn();
  for await (const _ of child.stdout) child.kill("SIGKILL");
  await child.status;
}

Deno.test("connect() and listen() meet at an abstract name", async () => {
  const socketId = freshName();
  using listener = closing(await listen(socketId));
  using host = closing(await connect(socketId));
  using driver = closing(await listener.accept());
  await host.write(Uint8Array.of(1));
  assert.deepEqual(await driver.read(), Uint8Array.of(1));
});

Deno.test("connect() names the driver to start if nothing listens", async () => {
  for (const socketId of [freshName(), `/tmp/${freshName()}`]) {
    await assert.rejects(connect(socketId), {
      name: "ConnectionError",
      code: "SocketUnreachable",
      message: `Cannot connect to socket "${socketId}": nothing listens there; start the program that should`,
    });
  }
});

Deno.test("connect() refuses a bad name", async () => {
  await assert.rejects(connect(""), { name: "ConnectionError", code: "SocketNameInvalid" });
  await assert.rejects(listen("a\0b"), { name: "ConnectionError", code: "SocketNameInvalid" });
});

Deno.test("connect() rejects with the reason of an aborted signal", async () => {
  const socketId = freshName();
  using _listener = closing(await listen(socketId));
  const reason = new Error("changed my mind");
  await assert.rejects(connect(socketId, { signal: AbortSignal.abort(reason) }), reason);
  const controller = new AbortController();
  const connecting = connect(socketId, { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(connecting, reason);
});

Deno.test("listen() refuses a name in use", async () => {
  for (const socketId of [freshName(), `/tmp/${freshName()}`]) {
    using _listener = closing(await listen(socketId));
    await assert.rejects(listen(socketId), {
      name: "ConnectionError",
      code: "SocketInUse",
      message:
        `Cannot listen on socket "${socketId}": the name is in use; stop the program that has it, or choose another name`,
    });
  }
});

Deno.test("listen() takes over the socket file of a killed driver", async () => {
  const path = `/tmp/${freshName()}`;
  await abandonSocketFile(path);
  assert.equal(Deno.lstatSync(path).isSocket, true);
  using listener = closing(await listen(path));
  using _host = closing(await connect(path));
  using _driver = closing(await listener.accept());
});

Deno.test("listen() never removes a file that is no socket", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "precious");
  await assert.rejects(listen(path), { name: "ConnectionError", code: "SocketInUse" });
  assert.equal(await Deno.readTextFile(path), "precious");
  await Deno.remove(path);
});

Deno.test("listen() names what the system says of a path it cannot use", async () => {
  await assert.rejects(listen(`/tmp/${freshName()}/a.sock`), {
    name: "ConnectionError",
    code: "SocketNameInvalid",
    message: /: No such file or directory \(os error 2\); choose another name$/,
  });
});

Deno.test("Listener.close() ends a waiting accept with null and frees the name", async () => {
  for (const socketId of [freshName(), `/tmp/${freshName()}`]) {
    const listener = await listen(socketId);
    const accepting = listener.accept();
    listener.close();
    listener.close();
    assert.equal(await accepting, null);
    assert.equal(await listener.accept(), null);
    (await listen(socketId)).close();
  }
});

Deno.test({
  name: "connect() and listen() name --allow-net where it is missing, and do not prompt",
  permissions: { net: false },
  fn: async () => {
    const socketId = freshName();
    await assert.rejects(listen(socketId), {
      name: "ConnectionError",
      code: "PermissionMissing",
      message: `Cannot listen on socket "${socketId}": permission is missing; run Deno with --allow-net`,
    });
    await assert.rejects(connect(socketId), {
      name: "ConnectionError",
      code: "PermissionMissing",
      message: `Cannot connect to socket "${socketId}": permission is missing; run Deno with --allow-net`,
    });
  },
});

Deno.test({
  name: "listen() needs no more than --allow-net for an abstract name, and names the file flags for a file",
  permissions: { net: true },
  fn: async () => {
    const path = `/tmp/${freshName()}`;
    (await listen(freshName())).close();
    await assert.rejects(listen(path), {
      name: "ConnectionError",
      code: "PermissionMissing",
      message:
        `Cannot listen on socket "${path}": permission is missing; run Deno with --allow-read=${path} --allow-write=${path}`,
    });
  },
});

/** The same object, closed at the end of the scope. */
function closing<T extends { close(): void }>(resource: T | null): T & Disposable {
  assert.ok(resource !== null);
  return Object.assign(resource, { [Symbol.dispose]: () => resource.close() });
}
