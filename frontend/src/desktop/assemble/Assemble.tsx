import { useState } from "react";
import type { view } from "../api";
import { Loaded } from "../Loaded";
import { useAssembleSheet } from "./queries";
import { Workbench } from "./Workbench";

/** A new draft of an engagement. */
export function Assemble({ engagement }: { engagement: string }) {
  const sheet = useAssembleSheet(engagement);
  return (
    <Loaded query={sheet} name="the work file" skeleton={{ rows: 8 }}>
      {(s) => <Bench key={s.engagement.id} sheet={s} />}
    </Loaded>
  );
}

/** The draft keeps the number it was begun under: the sheet counts on as soon as it is made. */
function Bench({ sheet }: { sheet: view.AssembleSheet }) {
  const [begun] = useState(sheet);
  return <Workbench sheet={{ ...sheet, number: begun.number, replaces: begun.replaces }} />;
}
