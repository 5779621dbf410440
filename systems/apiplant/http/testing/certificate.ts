/** Certificates for tests. */
import { equal } from "node:assert/strict";

/** Makes a certificate of its own for localhost, in files of a folder. */
export async function certificate(folder: string, name: string): Promise<{ cert: string; key: string }> {
  const { code, stderr } = await new Deno.Command("openssl", {
    args: [
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -batch -subj".split(" "),
      `/CN=${name}`,
      ..."-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext basicConstraints=critical,CA:false -keyout".split(
        " ",
      ),
      `${folder}/${name}.key`,
      "-out",
      `${folder}/${name}.pem`,
    ],
  }).output();
  equal(code, 0, new TextDecoder().decode(stderr));
  return {
    cert: await Deno.readTextFile(`${folder}/${name}.pem`),
    key: await Deno.readTextFile(`${folder}/${name}.key`),
  };
}
