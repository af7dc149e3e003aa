import type { view } from "../api";

/** A request being written; `key` tells it from the others while its words change. */
export interface RequestDraft extends view.RequestDraft {
  key: string;
}

const blank: view.RequestDraft = { title: "", detail: "", due: "" };

/** Makes drafts of requests as they come from a template, or one empty draft. */
export function drafts(from: readonly view.RequestDraft[] = [blank]): RequestDraft[] {
  return from.map((request) => ({ ...request, key: crypto.randomUUID() }));
}

/** What will be asked: those with a title, without their keys. */
export function asked(requests: readonly RequestDraft[]): view.RequestDraft[] {
  return requests
    .map(({ title, detail, due }) => ({ title: title.trim(), detail: detail.trim(), due }))
    .filter((request) => request.title);
}
