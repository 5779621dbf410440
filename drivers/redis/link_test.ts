import { deepStrictEqual, rejects } from "node:assert/strict";
import { toAddress } from "./address.ts";
import { Link } from "./link.ts";

/** A server that answers each chunk of commands by its text. */
function answering(reply: (commands: string) => string): { port: number; [Symbol.dispose](): void } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.Conn[] = [];
  const serve = async (connection: Deno.Conn): Promise<void> => {
    connections.push(connection);
    for await (const chunk of connection.readable) {
      await connection.write(new TextEncoder().encode(reply(new TextDecoder().decode(chunk))));
    }
  };
  (async () => {
    for await (const connection of listener) serve(connection).catch(() => {});
  })();
  return {
    port: (listener.addr as Deno.NetAddr).port,
    [Symbol.dispose]() {
      listener.close();
      for (const connection of connections) {
        try {
          connection.close();
        } catch {
          // The client has ended it, and so did the loop that read it.
        }
      }
    },
  };
}

function addressOf(port: number, password = ""): ReturnType<typeof toAddress> {
  const tls = { tls: false, tls_ca: "", tls_any_certificate: false, tls_certificate: "", tls_key: "" };
  return toAddress({ host: "127.0.0.1", port, username: "", database: null, socket_path: "", ...tls }, password);
}

Deno.test("Link.send() fails at once when a reply has an unknown type, and the link is over", async () => {
  using server = answering((commands) =>
    commands.includes("PING") ? "+PONG\r\n" : commands.includes("CLIENT") ? ":7\r\n" : "?42\r\n"
  );
  const address = await addressOf(server.port), link = await Link.open(address, AbortSignal.timeout(60_000));
  deepStrictEqual((await link.send([["PING"]])).map(String), ["PONG"]);
  const lost = `Lost the connection to Redis at ${address.name}: it sent a reply that Redis's protocol does not have ` +
    `(Unknown RESP type 63 "?"); see that the port is Redis's`;
  await rejects(link.send([["SET", "a", "1"], ["GET", "a"]]), {
    ...{ code: "Transport", retriable: false },
    message: `${lost}; SET may have been carried out: look before you send it again; the next command connects again`,
  });
  deepStrictEqual(link.isOpen, false);
  await rejects(link.send([["GET", "a"]]), { code: "Transport", retriable: true });
});

Deno.test("Link.open() fails at once when the first answer has an unknown type, with a login or without", async () => {
  using server = answering(() => "HTTP/1.1 400 Bad Request\r\n\r\n");
  for (const password of ["secret", ""]) {
    const address = await addressOf(server.port, password);
    await rejects(Link.open(address, AbortSignal.timeout(60_000)), {
      ...{ code: "Transport", retriable: true },
      message: `Cannot connect to Redis at ${address.name}: it sent a reply that Redis's protocol does not have ` +
        `(Unknown RESP type 72 "H"); see that the port is Redis's`,
    });
  }
});

Deno.test("Link.open() gives up a server that accepts the connection and says nothing", async () => {
  using server = answering(() => "");
  for (const password of ["secret", ""]) {
    const address = await addressOf(server.port, password);
    await rejects(Link.open(address, AbortSignal.timeout(60_000), { timeoutMs: 100 }), {
      ...{ code: "Transport", retriable: true },
      message:
        `Cannot connect to Redis at ${address.name}: no answer in time; see the host and port, and firewalls between`,
    });
  }
});

Deno.test("Link.open() gives up a server that is silent once a database is to be used", async () => {
  using server = answering((commands) => commands.includes("CLIENT") ? ":7\r\n" : "");
  const opening = Link.open(await addressOf(server.port), AbortSignal.timeout(60_000), { database: 3, timeoutMs: 100 });
  await rejects(opening, { code: "Transport", message: /: no answer in time; / });
});
