import { equal } from "node:assert/strict";
import { isGrpcType } from "./media_type.ts";
import { decodeStatusText, encodeStatusText } from "./status_text.ts";
import { formatTimeout, parseTimeout } from "./timeout.ts";

Deno.test("parseTimeout() reads six units, and refuses others", () => {
  const cases = { "1H": 3_600_000, "2M": 120_000, "3S": 3_000, "4m": 4, "5u": 0.005, "6n": 0.000006, "00000001m": 1 };
  for (const [text, ms] of Object.entries(cases)) equal(parseTimeout(text), ms, text);
  for (const text of ["", "1", "m", "1s", "123456789m", "-1m", "1.5S", " 1m"]) equal(parseTimeout(text), null, text);
});

Deno.test("formatTimeout() is never shorter than the time, and at most eight digits", () => {
  const cases: [number, string][] = [
    [0, "0m"],
    [-5, "0m"],
    [0.0001, "1u"],
    [1, "1000u"],
    [99.5, "99500u"],
    [100.5, "101m"],
    [99_999.999, "100000m"],
    [100_000, "100000m"],
    [123_456_789, "123457S"],
    [1e12, "16666667M"],
    [1e15, "99999999H"],
  ];
  for (const [ms, text] of cases) equal(formatTimeout(ms), text);
});

Deno.test("encodeStatusText() encodes all but printable ASCII, and decodeStatusText() reads it", () => {
  equal(encodeStatusText("100 % – ok\n"), "100 %25 %E2%80%93 ok%0A");
  for (const text of ["", "plain", "100 % – ok\n", "☺ 😈"]) equal(decodeStatusText(encodeStatusText(text)), text);
});

Deno.test("encodeStatusText() cuts what other libraries would refuse, between characters", () => {
  equal(encodeStatusText("a".repeat(4_096)), "a".repeat(4_096));
  equal(encodeStatusText("a".repeat(4_097)), `${"a".repeat(4_093)}...`);
  equal(encodeStatusText("–".repeat(10_000)), `${"%E2%80%93".repeat(454)}...`);
  equal(encodeStatusText("%".repeat(1_365)), "%25".repeat(1_365));
});

Deno.test("decodeStatusText() leaves what is no encoding as it is", () => {
  equal(decodeStatusText("50 % of %zz %4"), "50 % of %zz %4");
});

Deno.test("isGrpcType() takes gRPC's content types only", () => {
  for (
    const type of ["application/grpc", "application/grpc+proto", "application/grpc; charset=x", "Application/gRPC"]
  ) {
    equal(isGrpcType(type), true, type);
  }
  for (const type of [null, "", "application/json", "application/grpc-web", "application/grpcx"]) {
    equal(isGrpcType(type), false, String(type));
  }
});
