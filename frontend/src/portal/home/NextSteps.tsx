import { ChevronRight, FileText, FolderOpen, MessageSquare, Upload } from "lucide-react";
import type { Icon } from "#/ui/icon";
import { Link } from "#/ui/Link";
import { Panel } from "#/ui/Panel";
import type { Step } from "../api.gen";
import { paths } from "../paths";
import css from "./HomePage.module.css";

const icons: Record<Step["kind"], Icon> = {
  read: FileText,
  ask: MessageSquare,
  send: Upload,
  find: FolderOpen,
};

function hrefOf(client: string, step: Step): string {
  const engagement = step.engagement ?? "";
  switch (step.kind) {
    case "read":
      return paths.read(client, engagement, step.document ?? "", step.number ?? 1);
    case "ask":
      return paths.messages(client, engagement);
    case "send":
      return paths.send(client, engagement);
    case "find":
      return paths.documents(client);
  }
}

/** What you can do next. */
export function NextSteps({ client, steps }: { client: string; steps: readonly Step[] }) {
  return (
    <Panel look="question" title="What you can do next">
      {steps.map((step) => {
        const Glyph = icons[step.kind];
        return (
          <Link key={step.kind} look="bare" href={hrefOf(client, step)} className={css.next}>
            <Glyph size={20} />
            <span className={css.nextWords}>
              <span className={css.nextTitle}>{step.title}</span>
              {step.detail && <span className={css.nextDetail}>{step.detail}</span>}
            </span>
            <ChevronRight size={18} />
          </Link>
        );
      })}
    </Panel>
  );
}
