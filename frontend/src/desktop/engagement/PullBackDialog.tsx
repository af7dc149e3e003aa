import { api, type view } from "../api";
import { WithdrawDialog } from "./WithdrawDialog";

export interface PullBackDialogProps {
  engagement: string;
  contact: string;
  row: view.FileRow;
  onClose: () => void;
}

/** Takes a version back that the client may have opened. */
export function PullBackDialog({ engagement, contact, row, onClose }: PullBackDialogProps) {
  return (
    <WithdrawDialog
      title={`Pull “${row.share.name || row.client.name}” back?`}
      explain={`${contact || "The client"} no longer sees this version, and sees the one before it again if there is one. The file on the share stays. What is saved next waits for your release. You are told who opened this one.`}
      verb="Pull it back"
      onClose={onClose}
      call={(why) => api.pullBack(engagement, row.version, why)}
    />
  );
}
