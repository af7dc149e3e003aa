import { useState } from "react";
import { Stepper } from "#/shared/Stepper";
import { type PathStatus, path } from "#/shared/status";
import { Banner } from "#/ui/Banner";
import { SplitLayout } from "#/ui/SplitLayout";
import { Tabs } from "#/ui/Tabs";
import type { view } from "../api";
import { Loaded } from "../Loaded";
import { sign } from "../status";
import { useNarrow } from "../useMedia";
import { useParam } from "../useParam";
import { DetailsTab } from "./DetailsTab";
import css from "./Engagement.module.css";
import { type DialogName, EngagementDialogs } from "./EngagementDialogs";
import { EngagementHeader } from "./EngagementHeader";
import { FilesTab } from "./FilesTab";
import { PackagesTab } from "./PackagesTab";
import { useEngagement } from "./queries";
import { RequestsPane } from "./RequestsPane";
import { TimelinePane } from "./TimelinePane";

/** One engagement: whose turn it is, its requests, its files beside what the client sees, and its history. */
export function EngagementScreen({ id }: { id: string }) {
  const engagement = useEngagement(id);
  return (
    <Loaded query={engagement} name="the engagement" skeleton={{ rows: 12 }}>
      {(page) => <Engagement page={page} />}
    </Loaded>
  );
}

function Engagement({ page }: { page: view.EngagementPage }) {
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [tab, setTab] = useParam("tab");
  const narrow = useNarrow();
  const timeline = <TimelinePane items={page.timeline} />;
  const packages = page.drafts.length + page.deliverables.length;
  return (
    <>
      <EngagementHeader page={page} onDialog={setDialog} />
      {page.newer && (
        <Banner tone="info" title="A newer Tieout wrote things here that this one cannot show.">
          Update to see more.
        </Banner>
      )}
      <Stepper current={currentStep(page.steps)} facts={stepFacts(page.steps)} />
      <SplitLayout
        ground="sunken"
        startWidth="narrow"
        startLabel="Requests"
        start={<RequestsPane page={page} onAsk={() => setDialog("ask")} />}
        endWidth="narrow"
        endLabel="Timeline"
        end={!narrow && timeline}
      >
        <div className={css.work}>
          <Tabs
            label="What there is"
            selected={tab || "files"}
            onChange={(id) => setTab(id === "files" ? "" : id)}
            tabs={[
              {
                id: "files",
                label: "Files",
                content: <FilesTab page={page} onDialog={setDialog} />,
              },
              {
                id: "packages",
                label: "Drafts and deliverables",
                count: packages || undefined,
                content: <PackagesTab page={page} />,
              },
              { id: "details", label: "Details", content: <DetailsTab page={page} onDialog={setDialog} /> },
              ...(narrow ? [{ id: "timeline", label: "Timeline", content: timeline }] : []),
            ]}
          />
        </div>
      </SplitLayout>
      {dialog && <EngagementDialogs page={page} dialog={dialog} onClose={() => setDialog(null)} />}
    </>
  );
}

const isPath = (status: string): status is PathStatus => (path as readonly string[]).includes(status);

function currentStep(steps: readonly view.Step[]): PathStatus {
  const status = sign(steps.find((step) => step.state === "current")?.status.code ?? "");
  if (isPath(status)) return status;
  return steps.every((step) => step.state === "past") ? "complete" : "waiting";
}

function stepFacts(steps: readonly view.Step[]): Partial<Record<PathStatus, string>> {
  return Object.fromEntries(steps.map((step) => [sign(step.status.code), step.facts]));
}
