import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#/ui/Button";
import { Panel } from "#/ui/Panel";
import type { view } from "../api";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { AddStaffDialog } from "./AddStaffDialog";
import { useStaff } from "./queries";
import { StaffMember } from "./StaffMember";

/** The members of the firm and their computers. */
export function StaffPart() {
  const staff = useStaff();
  return (
    <Loaded query={staff} name="Staff" skeleton={{ rows: 6 }}>
      {(table) => <Staff table={table} />}
    </Loaded>
  );
}

function Staff({ table }: { table: view.StaffTable }) {
  const [adding, setAdding] = useState(false);
  const active = table.rows.filter((person) => person.active);
  const former = table.rows.filter((person) => !person.active);
  return (
    <div className={`${layout.page} ${layout.stack} ${layout.wide}`}>
      <Panel
        flush
        title="Staff"
        meta={active.length}
        action={
          table.can.includes("add-staff") && (
            <Button look="link" icon={Plus} onPress={() => setAdding(true)}>
              Add somebody
            </Button>
          )
        }
      >
        {active.map((person) => (
          <StaffMember key={person.id} person={person} can={table.can} />
        ))}
      </Panel>
      {former.length > 0 && (
        <Panel flush title="No longer here">
          {former.map((person) => (
            <StaffMember key={person.id} person={person} can={[]} />
          ))}
        </Panel>
      )}
      {adding && <AddStaffDialog onClose={() => setAdding(false)} />}
    </div>
  );
}
