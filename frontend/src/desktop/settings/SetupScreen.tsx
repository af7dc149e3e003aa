import { useLocation, useParams } from "wouter";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Views } from "#/ui/Views";
import type { view } from "../api";
import { Loaded } from "../Loaded";
import layout from "../layout.module.css";
import { StaffPart } from "../staff/StaffPart";
import { ComputerPart } from "./ComputerPart";
import { FirmPart } from "./FirmPart";
import { OutboundPart } from "./OutboundPart";
import { useSettings } from "./queries";
import { SharesPart } from "./SharesPart";

const parts = [
  { id: "computer", label: "This computer" },
  { id: "shares", label: "Office share" },
  { id: "staff", label: "Staff" },
  { id: "firm", label: "Firm" },
  { id: "check", label: "Check a PDF" },
];

/** What can be set on this computer and, by an administrator, for the firm. */
export function SetupScreen() {
  const { part = "computer" } = useParams<{ part?: string }>();
  const [, navigate] = useLocation();
  const settings = useSettings();
  return (
    <>
      <ScreenHeader
        title="Setup"
        views={
          <Views
            label="Parts of Setup"
            views={parts}
            selected={part}
            onChange={(id) => navigate(`/setup/${id}`)}
          />
        }
      />
      <div className={layout.scroll}>
        {part === "staff" ? (
          <StaffPart />
        ) : (
          <Loaded query={settings} name="the settings" skeleton={{ rows: 8 }}>
            {(s) => <Part part={part} settings={s} />}
          </Loaded>
        )}
      </div>
    </>
  );
}

function Part({ part, settings }: { part: string; settings: view.Settings }) {
  switch (part) {
    case "shares":
      return <SharesPart settings={settings} />;
    case "firm":
      return (
        <div className={`${layout.column} ${layout.stack} ${layout.wide}`}>
          <OutboundPart key={settings.outbound.how} settings={settings} />
          <FirmPart settings={settings} />
        </div>
      );
    default:
      return <ComputerPart settings={settings} />;
  }
}
