import { useState } from "react";

const prefix = "tieout-draft/";

function read(key: string): string {
  try {
    return localStorage.getItem(prefix + key) ?? "";
  } catch {
    return ""; // a browser that keeps nothing: the draft lives as long as the page
  }
}

function write(key: string, text: string): void {
  try {
    if (text) localStorage.setItem(prefix + key, text);
    else localStorage.removeItem(prefix + key);
  } catch {
    // see read
  }
}

/** Words that were typed and not sent: they outlive a reload and a lost connection. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [draft, setDraft] = useState({ key, text: read(key) });
  const now = draft.key === key ? draft : { key, text: read(key) };
  if (now !== draft) setDraft(now);
  const change = (text: string) => {
    write(key, text);
    setDraft({ key, text });
  };
  return [now.text, change];
}

/** Whoever signs out leaves nothing behind. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // see read
  }
}
