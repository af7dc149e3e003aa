import { FileStack, Plus, Sparkles } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { count } from "#/shared/format";
import { StatusChip } from "#/shared/StatusChip";
import { Button } from "#/ui/Button";
import { cx } from "#/ui/cx";
import { Empty } from "#/ui/Empty";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { SplitLayout } from "#/ui/SplitLayout";
import type { view } from "../api";
import layout from "../layout.module.css";
import { sign } from "../status";
import css from "./Assemble.module.css";
import { EfileNotice } from "./EfileNotice";
import { FieldPanel } from "./FieldPanel";
import { PackagePanel } from "./PackagePanel";
import { PartPicker } from "./PartPicker";
import { PartPreview } from "./PartPreview";
import { PartsPanel } from "./PartsPanel";
import { PasswordDialog } from "./PasswordDialog";
import { PreflightPanel } from "./PreflightPanel";
import { SendFooter } from "./SendFooter";
import { SignersPanel } from "./SignersPanel";
import { StampsPanel } from "./StampsPanel";
import { Steps } from "./Steps";
import { useBench } from "./useBench";

/** Putting a draft together: parts at the left, the page in the middle, who signs and what was found at the right. */
export function Workbench({ sheet }: { sheet: view.AssembleSheet }) {
  const [, navigate] = useLocation();
  const { engagement } = sheet;
  const bench = useBench(sheet, (draft) => navigate(`/review/${engagement.id}/${draft}`));
  const { plan, change, checks, found, part, form, suggested } = bench;
  const [picking, setPicking] = useState(false);
  const locked = plan.parts.find((p) => p.key === bench.unlocking);
  const field = plan.fields.find((f) => f.id === bench.selected);
  return (
    <div className={cx(layout.fill, css.bench)}>
      <ScreenHeader
        size="small"
        title={`${engagement.client} · ${engagement.title}`}
        meta={<StatusChip status={sign(engagement.status.code)} />}
        trail={[
          { label: engagement.client, href: `/engagements/${engagement.id}` },
          { label: `Draft ${sheet.number}`, href: `/engagements/${engagement.id}/assemble` },
        ]}
        actions={<Steps steps={bench.steps} />}
      />
      <SplitLayout
        startLabel="Parts and stamps"
        start={
          <div className={css.left}>
            <PartsPanel
              plan={plan}
              change={change}
              checks={checks}
              found={found}
              shown={part?.key ?? ""}
              onShow={bench.show}
              onAdd={() => setPicking(true)}
            />
            <StampsPanel plan={plan} change={change} client={engagement.client} pages={bench.pages} />
            <PackagePanel plan={plan} change={change} />
          </div>
        }
        ground="desk"
        endLabel="Signers and preflight"
        endWidth="narrow"
        end={
          <div className={css.right}>
            {form !== "" && plan.signers.length > 0 && (
              <EfileNotice form={form} onPrint={bench.withoutSigners} />
            )}
            <SignersPanel
              plan={plan}
              change={change}
              people={sheet.signers}
              current={bench.signer}
              onCurrent={bench.setSigner}
            />
            {suggested.length > 0 && (
              <Button icon={Sparkles} onPress={bench.placeSuggested}>
                Place {count(suggested.length, "suggested field")}
              </Button>
            )}
            {field && <FieldPanel plan={plan} field={field} people={sheet.signers} change={change} />}
            <PreflightPanel found={found} onHelp={bench.help} />
          </div>
        }
        endFooter={
          <SendFooter
            number={sheet.number}
            stops={bench.stops}
            unready={!bench.ready}
            job={bench.sending.job}
            error={bench.sending.error}
            onSend={bench.send}
            onFix={bench.fix}
            onCancel={bench.sending.cancel}
          />
        }
      >
        {part ? (
          <PartPreview
            key={part.key}
            engagement={engagement.id}
            plan={plan}
            part={part}
            checked={checks.get(part.key)}
            people={sheet.signers}
            change={change}
            first={bench.firstPage}
            pages={bench.pages}
            page={bench.page}
            onPage={bench.setPage}
            selected={bench.selected}
            onSelect={bench.setSelected}
            armed={bench.armed}
            onArm={bench.arm}
            signer={bench.signer}
            onPlaced={bench.placed}
          />
        ) : (
          <div className={css.preview}>
            <Empty
              icon={FileStack}
              title="Add the first part to start."
              action={
                <Button size="small" icon={Plus} onPress={() => setPicking(true)}>
                  Add parts
                </Button>
              }
            >
              Any PDF or picture of the work file can be one.
            </Empty>
          </div>
        )}
      </SplitLayout>
      {picking && (
        <PartPicker
          files={sheet.files}
          taken={new Set(plan.parts.map((p) => p.path))}
          onClose={() => setPicking(false)}
          onAdd={(files) => {
            setPicking(false);
            change({ do: "add-parts", files });
          }}
        />
      )}
      {locked && (
        <PasswordDialog
          name={locked.name}
          wrong={locked.password !== ""}
          onClose={bench.closeLock}
          onGive={(password) => bench.unlock(locked.key, password)}
        />
      )}
    </div>
  );
}
