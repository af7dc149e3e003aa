import { useState } from "react";
import { Composer } from "#/shared/Composer";
import { MessageThread } from "#/shared/MessageThread";
import { Panel } from "#/ui/Panel";
import css from "./Gallery.module.css";
import { PortalFrame } from "./PortalFrame";

/** Page P4 of the design. */
export function PortalMessages() {
  const [text, setText] = useState("");
  return (
    <PortalFrame current="messages" width="page">
      <Panel title="The new van">
        <div className={css.stack}>
          <MessageThread
            label="The new van"
            look="portal"
            messages={[
              {
                id: "1",
                author: "Ruth Adeyemi",
                own: true,
                side: "client",
                day: "Today",
                time: "2:30 PM",
                text: "Thanks Tom. On page 4: is the new van a repair or an asset? We bought it on Aug 14 for $38,600 and traded in the old one for $9,000, so the bank shows $29,600.",
                seen: "Seen by Priya 2:34 PM",
              },
              {
                id: "2",
                author: "Priya Raman",
                side: "office",
                day: "Today",
                time: "2:52 PM, covering for Tom",
                text: "It is an asset, so it goes on the register at $38,600 and we record the trade-in separately. To do both I need the dealer’s invoice. A phone photo is fine.",
              },
            ]}
          />
          <Composer
            look="portal"
            to="Tom and Priya"
            value={text}
            onChange={setText}
            onSend={() => setText("")}
            onFiles={() => undefined}
          />
        </div>
      </Panel>
    </PortalFrame>
  );
}
