import { install } from "./bridge";
import { sample } from "./sample";

/* `sample.html?state=offline&theme=dark#/today`: the desktop pages over canned answers, for pictures and tests. Never part of a build. */
const wish = new URLSearchParams(location.search);
install(sample(wish.get("state") ?? "", wish.get("theme") ?? "system"));
void import("../main");
