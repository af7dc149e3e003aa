import type { Fake } from "./bridge";
import { status } from "./words";

/** What the palette finds. */
export function searchFake(): Fake {
  return {
    search: (text) => ({
      recent: text === "",
      results: [
        {
          kind: "client",
          id: "c-acme",
          engagement: "",
          title: "Acme Ltd",
          detail: "A-104 · Ruth Adeyemi",
          status: status(""),
          path: "",
        },
        {
          kind: "engagement",
          id: "acme",
          engagement: "acme",
          title: "Acme Ltd 2025 Form 1120-S",
          detail: "due Mar 16",
          status: status("waiting"),
          path: "",
        },
        {
          kind: "file",
          id: "f1",
          engagement: "acme",
          title: "2025 trial balance.xlsx",
          detail: "Acme Ltd · From client",
          status: status(""),
          path: "From client/2025 trial balance.xlsx",
        },
      ].filter((r) => r.title.toLowerCase().includes(text.toLowerCase())),
    }),
  };
}
