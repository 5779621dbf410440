import { testRounds } from "./rounds.ts";

testRounds(1);
