import { Check, RotateCw, X } from "lucide-react";
import { Button } from "#/ui/Button";
import { IconButton } from "#/ui/IconButton";
import { ProgressBar } from "#/ui/ProgressBar";
import { fileIcon } from "./fileIcon";
import { fileSize, sizeOf } from "./format";
import css from "./UploadRow.module.css";

/** `kept` waits on this device for a connection; `received` is durable at the relay. */
export type UploadState = "waiting" | "sending" | "ready" | "received" | "kept" | "failed";

export interface UploadRowProps {
  name: string;
  /** Bytes. */
  size: number;
  sent: number;
  state: UploadState;
  /** "2:40 PM", once received. */
  at?: string;
  /** Why it failed and what to do, as a sentence. */
  reason?: string;
  onRetry?: () => void;
  onRemove?: () => void;
}

function detail({ size, sent, state, at }: UploadRowProps): string {
  switch (state) {
    case "waiting":
      return `${fileSize(size)} · Waiting its turn`;
    case "sending":
      return sizeOf(sent, size);
    case "ready":
      return `${fileSize(size)} · Ready to send`;
    case "received":
      return `${fileSize(size)} · Received${at ? ` ${at}` : ""}`;
    case "kept":
      return `${sizeOf(sent, size)} · Kept here, goes up when you’re back`;
    case "failed":
      return fileSize(size);
  }
}

/** One file on its way to the office. */
export function UploadRow(props: UploadRowProps) {
  const { name, size, sent, state, reason, onRetry, onRemove } = props;
  const Glyph = fileIcon(name);
  const moving = state === "sending" || state === "kept";
  const percent = size ? (100 * sent) / size : 0;
  return (
    <div className={css.row} data-state={state}>
      <span className={css.tile}>
        <Glyph size={16} />
      </span>
      <div className={css.words}>
        <span className={css.name}>{name}</span>
        <span className={css.detail}>{detail(props)}</span>
        {reason && (
          <span role="alert" className={css.reason}>
            {reason}
          </span>
        )}
        {moving && <ProgressBar label={name} value={percent} figure={null} />}
      </div>
      {moving && <span className={css.percent}>{Math.floor(percent)}%</span>}
      {(state === "ready" || state === "received") && <Check size={20} className={css.tick} />}
      {state === "failed" && onRetry && (
        <Button size="small" icon={RotateCw} onPress={onRetry}>
          Retry
        </Button>
      )}
      {onRemove && state !== "received" && (
        <IconButton label={`Remove ${name}`} icon={X} size="small" onPress={onRemove} />
      )}
    </div>
  );
}
