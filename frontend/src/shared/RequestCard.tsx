import { Calendar, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#/ui/Button";
import { ButtonLink } from "#/ui/ButtonLink";
import css from "./RequestCard.module.css";

export interface RequestCardProps {
  title: string;
  /** What it is, in the firm's words to this client. */
  detail: ReactNode;
  /** "By Friday, Mar 6" */
  due?: string;
  /** What came back from the office: "Page 2 is cut off at the bottom." */
  fix?: ReactNode;
  /** The answer that is not a file: "I can’t find it", "There isn’t one". */
  otherAnswer?: { label: string; onPress: () => void };
  /** Where the upload is; filled for the earliest due, outlined for the rest. */
  upload: { href: string; label?: string; primary?: boolean };
}

/** One thing the office needs, for a client. */
export function RequestCard({ title, detail, due, fix, otherAnswer, upload }: RequestCardProps) {
  return (
    <article className={css.card}>
      <div className={css.words}>
        <h3 className={css.title}>{title}</h3>
        <p className={css.detail}>{detail}</p>
        {fix && <p className={css.fix}>{fix}</p>}
        <p className={css.facts}>
          {due && (
            <span className={css.due}>
              <Calendar size={16} />
              {due}
            </span>
          )}
          {otherAnswer && (
            <Button look="link" onPress={otherAnswer.onPress} aria-label={`${otherAnswer.label}: ${title}`}>
              {otherAnswer.label}
            </Button>
          )}
        </p>
      </div>
      <span className={css.action}>
        <ButtonLink
          look={upload.primary ? "primary" : "secondary"}
          icon={Upload}
          href={upload.href}
          wide
          aria-label={`${upload.label ?? "Upload"}: ${title}`}
        >
          {upload.label ?? "Upload"}
        </ButtonLink>
      </span>
    </article>
  );
}
