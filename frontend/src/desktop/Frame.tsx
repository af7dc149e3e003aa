import { useEffect } from "react";
import { ShortcutProvider } from "#/ui/shortcuts";
import { Loaded } from "./Loaded";
import { BareWindow } from "./session/BareWindow";
import { Connect } from "./session/Connect";
import { Locked } from "./session/Locked";
import { useSession } from "./session/queries";
import { Workspace } from "./Workspace";

const withLetters = { characters: true };
const withoutLetters = { characters: false };

/** What the window shows: the way into a firm, or its work. */
export function Frame() {
  const session = useSession();
  useTheme(session.data?.theme);
  return (
    <Loaded query={session} name="this computer">
      {(s) => {
        if (s.state === "new") {
          return (
            <BareWindow controls={s.frame}>
              <Connect />
            </BareWindow>
          );
        }
        if (s.state === "revoked" || s.state === "update") {
          return (
            <BareWindow controls={s.frame}>
              <Locked session={s} />
            </BareWindow>
          );
        }
        return (
          <ShortcutProvider settings={s.keys.singleLetters ? withLetters : withoutLetters}>
            <Workspace session={s} />
          </ShortcutProvider>
        );
      }}
    </Loaded>
  );
}

/** "system" leaves the choice to the computer. */
function useTheme(theme: string | undefined): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === "light" || theme === "dark") dataset.theme = theme;
    else delete dataset.theme;
  }, [theme]);
}
