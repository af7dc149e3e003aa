import { useState } from "react";
import { Composer, type ComposerMode } from "#/shared/Composer";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { useAct } from "../useAct";
import css from "./Messages.module.css";

/** Where one answers the client, or leaves a note for the office. What was not taken stays in place. */
export function Writing({ thread }: { thread: view.Thread }) {
  const [text, setText] = useState("");
  const [mode, setMode] = useState<ComposerMode>("reply");
  const act = useAct();
  const { id } = thread.engagement;
  const reply = thread.can.includes("post-message");
  const note = thread.can.includes("post-note");
  if (!reply && !note) return null;
  const shown = reply ? mode : "note";
  const contact = thread.contacts[0]?.first ?? thread.engagement.client;
  const send = () =>
    act.run(() => (shown === "note" ? api.postNote(id, text.trim()) : api.postMessage(id, text.trim(), "")), {
      engagement: id,
      onDone: () => setText(""),
    });
  return (
    <div className={css.composer}>
      {act.error && (
        <div className={css.composerError}>
          <ActError act={act} />
        </div>
      )}
      <Composer
        look="office"
        to={contact}
        value={text}
        onChange={setText}
        onSend={send}
        busy={act.busy}
        mode={shown}
        onMode={reply && note ? setMode : undefined}
        notice={`${contact}’s notice won’t contain the text`}
      />
    </div>
  );
}
