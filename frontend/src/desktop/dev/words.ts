import type { view } from "../api";

/* Short ways to write the sample firm down: Lindqvist & Moore on March 3, 2026. */

export const at = (words: string, iso = "2026-03-03T19:28:00Z"): view.Moment => ({ at: iso, words });
export const never: view.Moment = { at: "", words: "" };

export function person(id: string, name: string, role = "", more: Partial<view.Person> = {}): view.Person {
  const words = name.split(" ");
  const initials = `${words[0]?.[0] ?? ""}${words.at(-1)?.[0] ?? ""}`;
  return { id, name, first: words[0] ?? "", initials, role, away: "", me: false, ...more };
}

export const tom = person("tom", "Tom Okafor", "preparer", { away: "away until 4:00 PM" });
export const priya = person("priya", "Priya Raman", "Manager", { me: true });
export const dana = person("dana", "Dana Lindqvist", "partner");
export const lena = person("lena", "Lena Brandt", "preparer");
export const ruth = person("ruth", "Ruth Adeyemi", "President");
export const nobody = person("", "");

const labels: Record<string, [string, string]> = {
  waiting: ["Waiting on information", "Waiting for you"],
  preparation: ["In preparation", "In preparation"],
  review: ["In review", "In review"],
  ready: ["Ready for delivery", "Nearly ready"],
  signature: ["Out for signature", "Ready for you to sign"],
  complete: ["Complete", "Complete"],
};

export function status(code: string): view.Status {
  const [words = code, forClient = code] = labels[code] ?? [];
  return {
    code,
    words,
    forClient,
    since: at("Feb 11"),
    setByHand: false,
    setWhy: "",
    clientHeld: code === "waiting" || code === "signature",
  };
}

export function ref(id: string, client: string, title: string, code: string): view.EngagementRef {
  const words = client.split(" ");
  return {
    id,
    title,
    clientId: `c-${id}`,
    client,
    initials: `${words[0]?.[0] ?? ""}${words[1]?.[0] ?? ""}`,
    status: status(code),
  };
}

export function due(date: string, words: string, days: number, left = `${days} d`): view.Due {
  return {
    date,
    words,
    days,
    left,
    state: left === "Filed" ? "done" : days < 0 ? "late" : days <= 14 ? "soon" : "ok",
  };
}

export const acme = ref("acme", "Acme Ltd", "2025 Form 1120-S", "waiting");

export const done = (words: string, undo = "", id = "new"): view.Outcome => ({
  id,
  pending: false,
  words,
  undo,
});
