import { Bell, Search } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Mark } from "#/shared/Mark";
import { cx } from "#/ui/cx";
import { IconButton } from "#/ui/IconButton";
import { KeyCap } from "#/ui/KeyCap";
import type { Key } from "#/ui/keys";
import { useShortcuts } from "#/ui/shortcuts";
import { buttonWithKeys } from "#/ui/withKeys";
import css from "./Shell.module.css";
import { Sidebar, type SidebarProps } from "./Sidebar";
import { WindowControls, type WindowControlsProps } from "./WindowControls";

export interface Hint {
  keys: readonly Key[];
  label: string;
}

export interface ShellProps {
  sidebar: Omit<SidebarProps, "rail">;
  /** Narrow sidebar, as Review and Publish want. */
  rail?: boolean;
  /** A SyncPill. */
  sync: ReactNode;
  /** Opens the palette; also on Ctrl K. */
  onSearch: () => void;
  notices: { unread: number; onPress: () => void };
  /** Drawn only where the window has no frame of its own. */
  window?: WindowControlsProps;
  /** The keys of this screen, first things first. The last one stays where there is no room for all. */
  hints: readonly Hint[];
  /** A fact at the end of the hint bar: "S: reachable · 412 folders watched". */
  footnote?: string;
  /** A Banner for a condition of the whole app. */
  banner?: ReactNode;
  children: ReactNode;
}

/** The desktop window: title bar, sidebar or rail, the screen, and the bar of keys. */
export function Shell({
  sidebar,
  rail,
  sync,
  onSearch,
  notices,
  window,
  hints,
  footnote,
  banner,
  children,
}: ShellProps) {
  useShortcuts({ "ctrl+k": onSearch });
  return (
    <div className={cx(css.shell, rail && css.rail)}>
      <button type="button" className={css.skip} onClick={skipToContent}>
        Skip to content
      </button>
      <header className={css.titleBar}>
        <span className={css.name}>
          <Mark />
          Tieout
        </span>
        <Button className={css.search} onPress={onSearch} render={buttonWithKeys(["Ctrl", "K"])}>
          <Search size={14} />
          <span className={css.searchWords}>Search clients, engagements, files</span>
          <KeyCap keys={["Ctrl", "K"]} />
        </Button>
        <div className={css.state}>
          {sync}
          <IconButton
            label={notices.unread ? `Notices, ${notices.unread} new` : "Notices"}
            icon={Bell}
            dot={notices.unread > 0}
            onPress={notices.onPress}
          />
          {window && <WindowControls {...window} />}
        </div>
      </header>
      <Sidebar {...sidebar} rail={rail} />
      <main id="content" tabIndex={-1} className={css.content}>
        {banner}
        {children}
      </main>
      <footer className={css.hints}>
        <div className={css.keys}>
          {hints.slice(0, -1).map((hint) => (
            <HintWords key={hint.label} {...hint} />
          ))}
        </div>
        {hints.slice(-1).map((hint) => (
          <HintWords key={hint.label} {...hint} />
        ))}
        {footnote && <span className={css.footnote}>{footnote}</span>}
      </footer>
    </div>
  );
}

function HintWords({ keys, label }: Hint) {
  return (
    <span className={css.hint}>
      <KeyCap keys={keys} />
      {label}
    </span>
  );
}

/** A button, not a link: the address carries the route after `#`. */
function skipToContent(): void {
  document.getElementById("content")?.focus();
}
