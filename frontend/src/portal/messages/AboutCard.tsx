import { Check, PenLine, Upload } from "lucide-react";
import { StatusGlyph } from "#/shared/StatusGlyph";
import { ButtonLink } from "#/ui/ButtonLink";
import type { About } from "../api.gen";
import { paths } from "../paths";
import css from "./Messages.module.css";

export interface AboutCardProps {
  client: string;
  engagement: string;
  about: About;
}

/** What a message was written about, with the way to do it. */
export function AboutCard({ client, engagement, about }: AboutCardProps) {
  const request = about.kind === "request";
  const detail = about.open
    ? [request ? "Asked for" : "Ready to sign", about.dueText?.replace(/^By/, "by")]
        .filter(Boolean)
        .join(", ")
    : "Done";
  return (
    <div className={css.about}>
      {about.open ? <StatusGlyph status={request ? "waiting" : "signing"} /> : <Check size={16} />}
      <span className={css.aboutWords}>
        <strong>{about.title}</strong>
        <span className={css.aboutDetail}>{detail}</span>
      </span>
      {about.open && (
        <ButtonLink
          look="primary"
          icon={request ? Upload : PenLine}
          href={
            request ? paths.request(client, engagement, about.id) : paths.sign(client, engagement, about.id)
          }
          aria-label={`${request ? "Upload" : "Read and sign"}: ${about.title}`}
        >
          {request ? "Upload" : "Read and sign"}
        </ButtonLink>
      )}
    </div>
  );
}
