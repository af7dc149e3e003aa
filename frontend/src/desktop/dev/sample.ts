import { assembleFake } from "./assemble";
import type { Fake } from "./bridge";
import { refusal } from "./bridge";
import { clientsFake } from "./clients";
import { draftsFake } from "./drafts";
import { engagementFake } from "./engagement";
import { engagementsFake } from "./engagements";
import { filesFake } from "./files";
import { messagesFake } from "./messages";
import { publishFake } from "./publish";
import { searchFake } from "./search";
import { sessionFake } from "./session";
import { settingsFake } from "./settings";
import { sharesFake } from "./shares";
import { staffFake } from "./staff";
import { syncFake } from "./sync";
import { todayFake } from "./today";
import { verifyFake } from "./verify";

const frame: readonly string[] = ["session", "syncStatus"];

/**
 * The firm of the pictures. States: "" (as in the pictures), "new", "revoked",
 * "empty", "offline", "share", "nobody" (files), "refused", "loading" (nothing but the frame is
 * answered) and "error" (every read but the frame fails). Of files and the
 * line: "spoiled" (changed into something else), "outbound" (held, released,
 * pulled back), "complete" (for long), "swapped" (a share that is not recognised),
 * "coming" (a large upload), "full" (the relay's disk), "stuck" (what cannot be filed or sent), "restored" (the relay), "polling", "paused", "metered" and "limits".
 */
export function sample(state: string, theme: string): Fake {
  const fake: Fake = {
    ...sessionFake(state, theme),
    ...syncFake(state),
    ...todayFake(state),
    ...engagementsFake(state),
    ...engagementFake(state),
    ...filesFake(state),
    ...messagesFake(state),
    ...draftsFake(state),
    ...assembleFake(state),
    ...publishFake(state),
    ...verifyFake(state),
    ...clientsFake(state),
    ...staffFake(state),
    ...sharesFake(),
    ...settingsFake(state, theme),
    ...searchFake(),
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
