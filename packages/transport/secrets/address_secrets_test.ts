import { deepEqual, ok } from "node:assert/strict";
import { addressSecrets } from "./address_secrets.ts";
import { threadMs } from "../../../tests/thread_time.ts";

Deno.test("addressSecrets() finds the passwords of addresses and connection strings, as they are and decoded", () => {
  for (
    const [address, ...passwords] of [
      ["postgres://me:s3cr%40t@db/x", "s3cr%40t", "s3cr@t"],
      ["postgres://me:s3/c:r@t@db/x", "s3/c:r@t"],
      ["redis://:100%@db", "100%"],
      ["postgres://db/x?user=me&password=s3%2Fcret&a=b", "s3%2Fcret", "s3/cret"],
      ["host=db password = 's3 cr''et' dbname=x", "s3 cr''et", "s3 cr'et"],
      ["host=db password='s3\\'cr\\\\et'", "s3\\'cr\\\\et", "s3'cr\\et"],
      ["Server=db;Pwd=s3cret;", "s3cret"],
      ["Driver={X};PWD={hun;t}}er2};", "hun;t}}er2", "hun;t}er2"],
      ["me:s3cret@tcp(db:3306)/x", "s3cret"],
      ["https://db/?access_token=abc123", "abc123"],
      ["db.example.com:5432"],
      ["https://db.example.com:8080/a"],
      ["https://me@db.example.com:8080/a"],
      ["mailto:me@example.com"],
    ]
  ) {
    deepEqual(addressSecrets(address!), passwords, address);
  }
});

Deno.test("addressSecrets() takes time that grows with the address alone", () => {
  for (const piece of ["pwd=x&", "pwd = '", "://a:", "a:b@tcp(", " ", "="]) {
    const address = piece.repeat(100_000), start = threadMs();
    addressSecrets(address);
    // What takes the square of this length takes minutes.
    ok(threadMs() - start < 10_000, piece);
  }
});
