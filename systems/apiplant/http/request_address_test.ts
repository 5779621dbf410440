import { deepStrictEqual, strictEqual as equal } from "node:assert/strict";
import { RequestAddress } from "./request_address.ts";

Deno.test("RequestAddress has the path and the parameters that the address has as a URL", () => {
  const paths = [
    "",
    "/",
    "/models",
    "/models/",
    "/models/post/instances/0197-a.b~c_d",
    "/a//b",
    "/a/./b",
    "/a/../b",
    "/a/%2e%2e/b",
    "/.env",
    "/a/..b",
    "/a b",
    "/ä",
    "/a%2Fb",
    "/a?b=c",
    "/a?",
    "/a?x=1&x=%20&y",
    "/a;b",
    "/a:b@c",
    "/\\a",
  ];
  for (const host of ["localhost", "127.0.0.1:1337", "[::1]:80"]) {
    for (const path of paths) {
      const url = `http://${host}${path}`, { pathname, search, searchParams } = new URL(url);
      const address = new RequestAddress(url);
      deepStrictEqual([address.pathname, address.search], [pathname, search], url);
      deepStrictEqual([...address.parameters], [...searchParams], url);
      equal(address.parameter("x"), searchParams.get("x"), url);
    }
  }
});
