/** Why something is sent back, by the codes of the history, in the words that the office reads. */
export const reasons = [
  { id: "unreadable", label: "Hard to read", start: "This is hard to read. Could you send it again?" },
  { id: "incomplete", label: "Something is missing", start: "Part of this is missing: " },
  { id: "wrong-period", label: "Another period", start: "This is for another period. We need " },
  { id: "wrong-document", label: "Another document", start: "This is not what we need. We need " },
  { id: "other", label: "Something else", start: "" },
] as const;
