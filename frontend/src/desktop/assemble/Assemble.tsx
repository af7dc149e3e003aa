import { Loaded } from "../Loaded";
import { useAssembleSheet } from "./queries";
import { Workbench } from "./Workbench";

/** A new draft of an engagement. */
export function Assemble({ engagement }: { engagement: string }) {
  const sheet = useAssembleSheet(engagement);
  return (
    <Loaded query={sheet} name="the work file" skeleton={{ rows: 8 }}>
      {(s) => <Workbench key={`${s.engagement.id} ${s.number}`} sheet={s} />}
    </Loaded>
  );
}
