/**
 * A certificate for `localhost`, made by openssl for one run.
 *
 * @module
 */
import { equal } from "node:assert/strict";
import { ran } from "./built.ts";

/** A server's certificate and its authority's, as files and as text. */
export interface Certificate {
  /** The folder that has the files. */
  folder: string;
  /** The file of the authority's certificate. */
  authorityFile: string;
  /** The file of the server's certificate. */
  certFile: string;
  /** The file of its key. */
  keyFile: string;
  /** The authority's certificate in PEM. */
  authority: string;
  /** The server's certificate in PEM. */
  cert: string;
  /** Its key in PEM. */
  key: string;
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];

/** Makes an authority, and a certificate of it that is no authority itself: Deno refuses one that is. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = await Deno.makeTempDir();
  const authorityFile = `${folder}/authority.pem`, authorityKey = `${folder}/authority_key.pem`;
  const certFile = `${folder}/cert.pem`, keyFile = `${folder}/key.pem`;
  await openssl([
    ...["req", "-x509", ...KEY, "-subj", "/CN=authority"],
    ...["-addext", "basicConstraints=critical,CA:TRUE", "-keyout", authorityKey, "-out", authorityFile],
  ]);
  await openssl([
    ...["req", "-x509", ...KEY, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    ...["-addext", "basicConstraints=critical,CA:FALSE", "-CA", authorityFile, "-CAkey", authorityKey],
    ...["-keyout", keyFile, "-out", certFile],
  ]);
  const [authority, cert, key] = await Promise.all([authorityFile, certFile, keyFile].map((f) => Deno.readTextFile(f)));
  return { folder, authorityFile, certFile, keyFile, authority: authority!, cert: cert!, key: key! };
}

async function openssl(args: string[]): Promise<void> {
  const { code, text } = await ran("openssl", args);
  equal(code, 0, text);
}
