import { ChevronRight, FileText, FolderOpen, MessageSquare } from "lucide-react";
import { RequestCard } from "#/shared/RequestCard";
import { StatusChip } from "#/shared/StatusChip";
import { StepBars } from "#/shared/StepBars";
import { CountBadge } from "#/ui/CountBadge";
import { FactList } from "#/ui/FactList";
import type { Icon } from "#/ui/icon";
import { Link } from "#/ui/Link";
import { Panel } from "#/ui/Panel";
import css from "./Gallery.module.css";
import { PortalFrame } from "./PortalFrame";

const nothing = () => undefined;

/** Page P1 of the design. */
export function PortalHome() {
  return (
    <PortalFrame current="home">
      <div className={css.stack}>
        <h1>Good afternoon, Ruth</h1>
        <div className={css.two}>
          <div className={css.stack}>
            <Panel look="question" title="What’s happening">
              <div className={css.stack}>
                <div className={css.row}>
                  <h3 className={css.subjectTitle}>2025 Form 1120-S</h3>
                  <StatusChip status="waiting" reader="client" />
                </div>
                <p>
                  We have 5 of the 7 things we asked for. Tom starts your return when the last two are in. It
                  is due to the IRS on <strong>March 16</strong>.
                </p>
                <StepBars current="waiting" share={5 / 7} />
                <FactList
                  facts={[
                    {
                      id: "1",
                      done: true,
                      text: "Bank statements received today at 2:28 PM. Tom checks them next.",
                    },
                  ]}
                />
              </div>
            </Panel>
            <Panel look="question" title="What we need from you" meta={<CountBadge count={2} of="things" />}>
              <RequestCard
                title="Vehicle purchase invoice"
                detail="The dealer’s invoice for the van, Aug 14, 2025. A phone photo is fine."
                due="By Friday, Mar 6"
                otherAnswer={{ label: "I can’t find it", onPress: nothing }}
                upload={{ href: "/requests/1", primary: true }}
              />
              <RequestCard
                title="Shareholder loan agreement"
                detail="The agreement between you and Acme Ltd, or tell us there isn’t one."
                due="By Friday, Mar 6"
                otherAnswer={{ label: "There isn’t one", onPress: nothing }}
                upload={{ href: "/requests/2" }}
              />
            </Panel>
          </div>
          <div className={css.stack}>
            <Panel look="question" title="What you can do next">
              <Next
                icon={FileText}
                title="Read your draft financials"
                detail="Version 3, opened today 9:40 AM"
              />
              <Next
                icon={MessageSquare}
                title="Ask Priya or Tom"
                detail="They usually answer in about 2 hours"
              />
              <Next icon={FolderOpen} title="Find a document" detail="Last year’s return, signed letters" />
            </Panel>
            <Panel look="quiet" title="Also with us">
              <div className={css.row}>
                <strong>Your 2025 Form 1040</strong>
                <StatusChip status="preparing" reader="client" />
              </div>
              <p className={css.muted}>Nothing needed. Expected by March 27.</p>
            </Panel>
          </div>
        </div>
      </div>
    </PortalFrame>
  );
}

function Next({ icon: Glyph, title, detail }: { icon: Icon; title: string; detail: string }) {
  return (
    <Link look="bare" href="/next" className={css.next}>
      <Glyph size={20} className={css.accent} />
      <span>
        <strong>{title}</strong>
        <br />
        <span className={css.muted}>{detail}</span>
      </span>
      <ChevronRight size={16} />
    </Link>
  );
}
