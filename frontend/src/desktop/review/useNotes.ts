import { useState } from "react";
import type { view } from "../api";
import { api } from "../api";
import { type Act, useAct } from "../useAct";
import { inOrder, neighbour, type Spot } from "./notes";

export interface Notes {
  all: readonly view.ReviewNote[];
  /** The note that is read now. */
  active: view.ReviewNote | undefined;
  choose: (id: string) => void;
  step: (by: 1 | -1) => void;
  /** What is typed under each note and not sent. */
  reply: string;
  setReply: (text: string) => void;
  answer: () => void;
  /** Settles the active note; what is typed goes under it first. */
  settle: () => void;
  /** "aiming" waits for a press on a page; a Spot waits for words. */
  pinning: "off" | "aiming" | Spot;
  setPinning: (pinning: "off" | "aiming" | Spot) => void;
  pin: (text: string) => void;
  act: Act;
}

/** Reading, answering, settling and pinning the notes of a draft. `show` brings a page into sight. */
export function useNotes(draft: view.DraftPage, show: (page: number) => void): Notes {
  const act = useAct();
  const all = inOrder(draft.notes);
  const [chosen, setChosen] = useState(() => all.find((n) => !n.settled)?.id ?? "");
  const [replies, setReplies] = useState<Record<string, string>>({});
  const [pinning, setPinning] = useState<Notes["pinning"]>("off");
  const active = all.find((n) => n.id === chosen);
  const reply = replies[chosen] ?? "";
  const setReply = (text: string) => setReplies((before) => ({ ...before, [chosen]: text }));
  const choose = (id: string) => {
    setChosen(id);
    const note = all.find((n) => n.id === id);
    if (note) show(note.page);
  };
  const step = (by: 1 | -1) => {
    const next = neighbour(all, chosen, by);
    if (next) choose(next.id);
  };
  const words = reply.trim();
  const answered = async (note: view.ReviewNote) => {
    const outcome = await api.answerNote(draft.engagement.id, draft.id, note.id, words);
    setReply("");
    return outcome;
  };
  const answer = () => {
    if (active && words) act.run(() => answered(active));
  };
  const settle = () => {
    if (!active || active.settled) return;
    const next = all.find((n) => !n.settled && n.id !== active.id);
    act.run(
      async () => {
        if (words) await answered(active);
        return api.settleNote(draft.engagement.id, draft.id, active.id);
      },
      { onDone: () => next && choose(next.id) },
    );
  };
  const pin = (text: string) => {
    if (typeof pinning === "string") return;
    const { page, x, y } = pinning;
    act.run(() => api.pinNote(draft.engagement.id, draft.id, page, x, y, text.trim()), {
      onDone: (outcome) => {
        setPinning("off");
        if (outcome) setChosen(outcome.id);
      },
    });
  };
  return { all, active, choose, step, reply, setReply, answer, settle, pinning, setPinning, pin, act };
}
