import { BellRing, BookCheck, Check, FolderInput, Layers, MessageSquare, Plus, Send } from "lucide-react";
import type { Icon } from "#/ui/icon";

/** The sign on the filled button, by the act it does. */
export const primaryIcons: Record<string, Icon> = {
  "remind-client": BellRing,
  "remind-signer": BellRing,
  "ask-requests": Plus,
  "accept-request": Check,
  "complete-engagement": Check,
  "confirm-filing": Check,
  "map-work-file": FolderInput,
  assemble: Layers,
  "submit-draft": Send,
  "publish-draft": Send,
  "approve-draft": BookCheck,
  "post-message": MessageSquare,
};
