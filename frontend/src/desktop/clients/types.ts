/** What a client is, by the code of the history. */
export const typeWords: Record<string, string> = {
  person: "Person",
  company: "Company",
  trust: "Trust",
};
