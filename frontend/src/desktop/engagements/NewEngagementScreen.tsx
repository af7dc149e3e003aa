import { ScreenHeader } from "#/ui/ScreenHeader";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { NewEngagementForm } from "./NewEngagementForm";
import { useNewEngagementOptions } from "./queries";

/** Opens an engagement: client, service, period, people, requests and folder in one act. */
export function NewEngagementScreen() {
  const options = useNewEngagementOptions();
  return (
    <>
      <ScreenHeader title="New engagement" trail={[{ label: "Engagements", href: "/engagements" }]} />
      <div className={layout.scroll}>
        <Loaded query={options} name="clients and templates" skeleton={{ rows: 8 }}>
          {(o) => <NewEngagementForm options={o} />}
        </Loaded>
      </div>
    </>
  );
}
