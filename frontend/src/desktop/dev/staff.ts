import type { view } from "../api";
import type { Fake } from "./bridge";
import { refusal } from "./bridge";
import { at, dana, done, lena, nobody, person, priya, tom } from "./words";

const staffRow = (
  p: view.Person,
  email: string,
  roles: string[],
  more: Partial<view.StaffRow> = {},
): view.StaffRow => ({
  ...p,
  role: roles.join(", "),
  email,
  roles,
  active: true,
  awayFrom: "",
  awayUntil: "",
  cover: nobody,
  open: 12,
  computers: [
    { id: `pc-${p.id}`, name: `${p.first}’s desk`, added: at("Jan 4"), revoked: false, this: p.me },
  ],
  ...more,
});

const staff: view.StaffTable = {
  rows: [
    staffRow(dana, "dana@lm-cpa.example", ["partner"]),
    staffRow(priya, "priya@lm-cpa.example", ["manager", "administrator"]),
    staffRow(tom, "tom@lm-cpa.example", ["preparer"], { awayUntil: "2026-03-03T21:00:00Z", cover: priya }),
    staffRow(lena, "lena@lm-cpa.example", ["preparer"], { computers: [] }),
    staffRow(person("old", "Marcus Bell"), "marcus@lm-cpa.example", ["administrator"], {
      active: false,
      computers: [],
    }),
  ],
  can: ["add-staff", "set-roles", "remove-staff", "revoke-computer"],
};

/** The people of the firm and their computers. */
export function staffFake(state: string): Fake {
  return {
    staff: () => staff,
    addStaff: () => done("Added.", "", "lena"),
    setRoles: () => done("Roles set."),
    removeStaff: () => done("Removed."),
    revokeComputer: () => done("That computer can no longer connect."),
    createEnrolmentCode: () => {
      if (state === "offline")
        throw refusal(
          "offline",
          "A code needs the relay, and it does not answer.",
          "Try again when you’re back.",
        );
      return {
        code: "H7KD-2QRM-9XTC",
        relay: "relay.lm-cpa.example",
        expires: at("tomorrow, 2:30 PM"),
      };
    },
    setAway: () => done("You’re away until 4:00 PM. Lena covers."),
  };
}
