import { Check } from "lucide-react";
import { createContext, type ReactNode, useContext, useState } from "react";
import {
  UNSTABLE_Toast as AriaToast,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components/Toast";
import { Button } from "./Button";
import type { Icon } from "./icon";
import type { Key } from "./keys";
import { useShortcuts } from "./shortcuts";
import css from "./Toast.module.css";

export interface ToastMessage {
  /** What has happened, as a sentence. Never the only place for an error. */
  text: string;
  icon?: Icon;
  /** "Undo" or "View". */
  action?: { label: string; keys?: readonly Key[]; onPress: () => void };
}

const shownMs = 6000;
const Toasts = createContext<((message: ToastMessage) => void) | null>(null);

/** Shows a toast, in place of the one that is up. */
export function useToast(): (message: ToastMessage) => void {
  const show = useContext(Toasts);
  if (!show) throw new Error("useToast needs a ToastProvider above it");
  return show;
}

/** One toast at a time, for six seconds, longer while it is focused or under the pointer. Ctrl Z presses an "Undo". */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [queue] = useState(() => new ToastQueue<ToastMessage>({ maxVisibleToasts: 1 }));
  const show = (message: ToastMessage) => {
    queue.clear();
    queue.add(message, { timeout: shownMs });
  };
  return (
    <Toasts value={show}>
      {children}
      <ToastRegion queue={queue} className={css.region}>
        {({ toast }) => (
          <AriaToast toast={toast} className={css.toast}>
            <Body message={toast.content} close={() => queue.close(toast.key)} />
          </AriaToast>
        )}
      </ToastRegion>
    </Toasts>
  );
}

function Body({ message, close }: { message: ToastMessage; close: () => void }) {
  const { text, icon: Glyph = Check, action } = message;
  const act = () => {
    action?.onPress();
    close();
  };
  useShortcuts(action?.label === "Undo" ? { "ctrl+z": act } : {});
  return (
    <>
      <Glyph size={16} className={css.icon} />
      <ToastContent className={css.content}>
        <Text slot="title">{text}</Text>
      </ToastContent>
      {action && (
        <Button size="small" keys={action.keys} onPress={act}>
          {action.label}
        </Button>
      )}
    </>
  );
}
