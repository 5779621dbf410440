import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { serve } from "@fluxwire/grpc";
import { ran } from "../../../tests/peers/built.ts";
import { makeCertificate } from "../../../tests/peers/certificate.ts";
import { dialer, placeOf, type TlsConfig } from "./dial.ts";
import { TOKENS } from "./testing/fake_controller.ts";

const certificate = await makeCertificate();
const { authority, cert, key } = certificate;
const errors: unknown[] = [];
const server = await serve({
  address: "127.0.0.1:0",
  services: [],
  tls: { cert, key },
  onError: (error) => errors.push(error),
});
const port = Number(server.address!.split(":")[1]);

function base64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

async function dialed(tls: TlsConfig, host = "localhost"): Promise<void> {
  const channel = await dialer(tls)(`${host}:${port}`, { authorization: `Bearer ${TOKENS.Exporter}` });
  await channel.close();
}

Deno.test("D33 tls.ca is trusted in place of the system's authorities; the name must fit", async () => {
  await dialed({ ca: base64(authority) });
  const problem = /; the certificate must be the one of tls\.ca, or be signed by it, and name the host$/;
  await rejects(dialed({ ca: base64(authority) }, "127.0.0.1"), { code: "TlsFailed", message: problem as never });
  const other = await makeCertificate();
  await rejects(dialed({ ca: base64(other.authority) }), { code: "TlsFailed", message: problem as never });
  await Deno.remove(other.folder, { recursive: true });
});

Deno.test("dialer() takes a certificate that is its own authority, as controllers make them", async () => {
  const { folder } = certificate, own = `${folder}/own.pem`, ownKey = `${folder}/own_key.pem`;
  await ran("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=own"],
    ...["-addext", "subjectAltName=DNS:localhost", "-keyout", ownKey, "-out", own],
  ]);
  const cert = await Deno.readTextFile(own), key = await Deno.readTextFile(ownKey);
  const server = await serve({ address: "127.0.0.1:0", services: [], tls: { cert, key } });
  const endpoint = server.address!.replace("127.0.0.1", "localhost");
  await (await dialer({ ca: base64(cert) })(endpoint, {})).close();
  await server.stop();
});

Deno.test("D34 tls.insecure takes any certificate; without it and tls.ca the system's authorities count", async () => {
  await dialed({ insecure: true });
  await dialed({ insecure: true }, "127.0.0.1");
  await rejects(dialed({}), { code: "TlsFailed", message: /UnknownIssuer/ as never });
});

Deno.test("dialer() says where nothing listens, and gives up when its signal aborts", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const dial = dialer({ insecure: true });
  const controller = new AbortController();
  const silent = dial(`127.0.0.1:${port}`, {}, controller.signal);
  const connection = await listener.accept();
  controller.abort(new Error("enough"));
  await rejects(silent, /enough/);
  connection.close();
  listener.close();
  await rejects(dial(`127.0.0.1:${port}`, {}), { code: "SocketUnreachable" });
  await rejects(dial("https://host", {}), { code: "SocketNameInvalid" });
});

Deno.test("dialer() refuses a tls.ca that is no certificate", () => {
  for (const ca of ["!", base64("hello")]) {
    throws(() => dialer({ ca }), { name: "ConfigError", message: "tls.ca: it is not base64 of a certificate in PEM" });
  }
});

Deno.test("placeOf() reads HOST:PORT, by default with the port of TLS", () => {
  deepStrictEqual(placeOf("lab.example:8082"), { hostname: "lab.example", port: 8082 });
  deepStrictEqual(placeOf("lab.example"), { hostname: "lab.example", port: 443 });
  deepStrictEqual(placeOf("[::1]:1"), { hostname: "::1", port: 1 });
  for (const text of ["", "a:0", "a:65536", "a b:1", "::1", "http://a"]) strictEqual(placeOf(text), null, text);
});

Deno.test.afterAll(async () => {
  await server.stop();
  await Deno.remove(certificate.folder, { recursive: true });
});
