/** What a member of the staff may be, by the codes of the history. */
export const roles = [
  { id: "preparer", label: "Preparer", hint: "Prepares work and talks with clients." },
  { id: "manager", label: "Manager", hint: "Also manages and reviews." },
  { id: "partner", label: "Partner", hint: "Also approves what clients sign." },
  { id: "administrator", label: "Administrator", hint: "Sets up shares, staff and computers." },
] as const;
