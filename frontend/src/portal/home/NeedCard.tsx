import { Calendar, PenLine } from "lucide-react";
import { useState } from "react";
import { RequestCard } from "#/shared/RequestCard";
import { ButtonLink } from "#/ui/ButtonLink";
import type { Need } from "../api.gen";
import { paths } from "../paths";
import css from "./HomePage.module.css";
import { NoFileDialog } from "./NoFileDialog";

export interface NeedCardProps {
  client: string;
  need: Need;
  /** The first one has the page's one filled button. */
  primary: boolean;
}

/** One thing the client holds: something to send, or something to sign. */
export function NeedCard({ client, need, primary }: NeedCardProps) {
  const [asking, setAsking] = useState(false);
  if (need.kind === "signature") return <SignatureCard client={client} need={need} primary={primary} />;
  return (
    <>
      <RequestCard
        title={need.title}
        detail={need.detail || need.work}
        due={need.dueText}
        fix={need.again}
        otherAnswer={{ label: "I don’t have it", onPress: () => setAsking(true) }}
        upload={{ href: paths.request(client, need.engagement, need.id), primary }}
      />
      {asking && <NoFileDialog client={client} need={need} onClose={() => setAsking(false)} />}
    </>
  );
}

function SignatureCard({ client, need, primary }: NeedCardProps) {
  return (
    <article className={css.sign}>
      <div className={css.signWords}>
        <h3 className={css.signTitle}>{need.title}</h3>
        <p className={css.signDetail}>{need.detail || need.work}</p>
        {need.dueText && (
          <p className={css.due}>
            <Calendar size={16} />
            {need.dueText}
          </p>
        )}
      </div>
      <ButtonLink
        look={primary ? "primary" : "secondary"}
        icon={PenLine}
        href={paths.sign(client, need.engagement, need.id)}
        aria-label={`Read and sign: ${need.title}`}
      >
        Read and sign
      </ButtonLink>
    </article>
  );
}
