import type { ReactNode } from "react";
import { nativeWindow } from "../api";
import { WindowControls } from "../WindowControls";
import css from "./Connect.module.css";

/** A window without the firm's work: only what moves and closes it, and one message. */
export function BareWindow({ controls, children }: { controls: boolean; children: ReactNode }) {
  return (
    <div className={css.window}>
      <header className={css.bar}>
        {controls && (
          <WindowControls
            onMinimise={nativeWindow.minimise}
            onMaximise={nativeWindow.maximise}
            onClose={nativeWindow.close}
          />
        )}
      </header>
      {children}
    </div>
  );
}
