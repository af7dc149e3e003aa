import { CheckCheck, Link2, Lock } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Avatar } from "#/ui/Avatar";
import { Button } from "#/ui/Button";
import { cx } from "#/ui/cx";
import { Tag } from "#/ui/Tag";
import css from "./MessageThread.module.css";

export interface ThreadMessage {
  id: string;
  author: string;
  /** The reader wrote it. */
  own?: boolean;
  /** Which side the author is on. */
  side: "office" | "client";
  /** A note that only the office sees. */
  note?: boolean;
  /** The day in words, for the divider: "Today", "Thursday, Feb 26". */
  day: string;
  /** "2:30 PM", or "2:52 PM, covering for Tom" */
  time: string;
  text: ReactNode;
  /** FileRows or a request card that belong to it. */
  attached?: ReactNode;
  /** "Ruth opened it today, 9:40 AM" */
  seen?: string;
  /** What Tieout made of it: "Tieout linked this to the request …". */
  linked?: ReactNode;
  /** Where it stands while it has not arrived; failed ones stay in place with Try again. */
  state?: "sending" | "queued" | "failed";
}

export interface MessageThreadProps {
  label: string;
  /** Oldest first. */
  messages: readonly ThreadMessage[];
  /** Lines with avatars for the office, bubbles for clients. */
  look: "office" | "portal";
  onRetry?: (id: string) => void;
}

/** The messages of one thread, divided by day. */
export function MessageThread({ label, messages, look, onRetry }: MessageThreadProps) {
  return (
    <ol aria-label={label} className={cx(css.thread, css[look])}>
      {messages.map((message, place) => (
        <Fragment key={message.id}>
          {messages[place - 1]?.day !== message.day && (
            <li className={css.day}>
              <span>{message.day}</span>
            </li>
          )}
          <Message {...message} look={look} onRetry={onRetry} />
        </Fragment>
      ))}
    </ol>
  );
}

type MessageProps = ThreadMessage & Pick<MessageThreadProps, "look" | "onRetry">;

function Message(props: MessageProps) {
  const { author, own, side, note, time, text, attached, linked, look } = props;
  const bubbles = look === "portal";
  return (
    <li className={cx(css.message, own && bubbles && css.own)}>
      {!(own && bubbles) && (
        <Avatar name={author} kind={side === "client" ? "client" : "person"} decorative />
      )}
      <div className={cx(css.body, note && css.note)}>
        <p className={css.head}>
          <strong>{own && bubbles ? "You" : author}</strong>
          {note && (
            <Tag tone="outline" icon={Lock}>
              Only the office sees this
            </Tag>
          )}
          <span className={css.time}>{time}</span>
        </p>
        <div className={cx(css.text, own && css.ownText)}>{text}</div>
        {attached && <div className={css.attached}>{attached}</div>}
        <Standing {...props} />
        {linked && (
          <p className={css.linked}>
            <Link2 size={14} />
            <span>{linked}</span>
          </p>
        )}
      </div>
    </li>
  );
}

function Standing({ id, seen, state, onRetry }: MessageProps) {
  if (state === "failed") {
    return (
      <p className={css.failed}>
        This didn’t go out. It is kept here.{" "}
        {onRetry && (
          <Button look="link" onPress={() => onRetry(id)}>
            Try again
          </Button>
        )}
      </p>
    );
  }
  if (state) return <p className={css.queued}>{state === "queued" ? "Goes out when online" : "Sending…"}</p>;
  if (!seen) return null;
  return (
    <p className={css.seen}>
      <CheckCheck size={14} />
      {seen}
    </p>
  );
}
