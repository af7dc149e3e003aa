import type { Fake } from "./bridge";
import { refusal } from "./bridge";
import { draftsFake } from "./drafts";
import { engagementFake } from "./engagement";
import { engagementsFake } from "./engagements";
import { firmFake } from "./firm";
import { messagesFake } from "./messages";
import { todayFake } from "./today";

const frame: readonly string[] = ["session", "syncStatus"];

/**
 * The firm of the pictures. States: "" (as in the pictures), "new", "revoked",
 * "empty", "offline", "share", "refused", "loading" (nothing but the frame is
 * answered) and "error" (every read but the frame fails).
 */
export function sample(state: string, theme: string): Fake {
  const fake: Fake = {
    ...firmFake(state, theme),
    ...todayFake(state),
    ...engagementsFake(state),
    ...engagementFake(state),
    ...messagesFake(state),
    ...draftsFake(state),
  };
  if (state === "loading") return only(fake, () => new Promise<never>(() => undefined));
  if (state === "error") {
    return only(fake, () => {
      throw refusal(
        "unexpected",
        "This could not be read from this computer.",
        "Nothing was lost. Try again.",
      );
    });
  }
  return fake;
}

function only(fake: Fake, otherwise: () => unknown): Fake {
  return Object.fromEntries(
    Object.entries(fake).map(([name, answer]) => [name, frame.includes(name) ? answer : otherwise]),
  ) as Fake;
}
