import { CircleUserRound } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Avatar } from "#/ui/Avatar";
import { CountBadge } from "#/ui/CountBadge";
import { cx } from "#/ui/cx";
import type { Icon } from "#/ui/icon";
import { Link } from "#/ui/Link";
import { Menu, type MenuGroup } from "#/ui/Menu";
import { Select, type SelectOption } from "#/ui/Select";
import { FirmMark, type FirmName } from "./FirmMark";
import css from "./Shell.module.css";

export interface PortalTab {
  id: string;
  label: string;
  href: string;
  icon: Icon;
  /** Unread things; zero draws nothing. */
  count?: number;
}

export interface ShellProps {
  firm: FirmName;
  tabs: readonly PortalTab[];
  /** The id of the tab one is on. */
  current: string;
  /** Whose papers may be looked at; drawn only when there are two or more. */
  clients: readonly SelectOption[];
  client: string;
  onClient: (id: string) => void;
  person: { name: string };
  /** Behind the avatar, and behind "You" on a phone. */
  menu: readonly MenuGroup[];
  onMenu: (id: string) => void;
  /** A Banner: no connection, or a corrected version. */
  banner?: ReactNode;
  /** `form` is one column, `page` two, `full` reaches the edges. */
  width?: "form" | "page" | "full";
  children: ReactNode;
}

/** Every portal page but signing: the firm, its tabs (at the foot on a phone), and whose papers these are. */
export function Shell(props: ShellProps) {
  const {
    firm,
    tabs,
    current,
    clients,
    client,
    onClient,
    person,
    menu,
    onMenu,
    banner,
    width = "page",
    children,
  } = props;
  // A phone's bar has no room for the switch, so it joins the menu there.
  const whose = clients.length > 1 ? [{ title: "Whose papers", entries: clients }] : [];
  return (
    <div className={css.shell}>
      <button type="button" className={css.skip} onClick={skip}>
        Skip to content
      </button>
      <header className={css.header}>
        <div className={css.bar}>
          <span className={css.firm}>
            <FirmMark firm={firm} />
            {firm.name}
          </span>
          <nav aria-label="Pages" className={css.tabs}>
            {tabs.map((tab) => (
              <Link
                key={tab.id}
                look="bare"
                href={tab.href}
                aria-current={tab.id === current ? "page" : undefined}
                className={css.tab}
              >
                {tab.label}
                <CountBadge count={tab.count ?? 0} of="new" />
              </Link>
            ))}
          </nav>
          <span className={css.who}>
            {clients.length > 1 && (
              <span className={css.switch}>
                <Select
                  label="Whose papers"
                  labelHidden
                  look="switcher"
                  options={clients}
                  value={client}
                  onChange={onClient}
                />
              </span>
            )}
            <Menu
              label="You"
              placement="bottom end"
              groups={menu}
              onAction={onMenu}
              trigger={
                <Button aria-label={`${person.name}: your account`} className={css.you}>
                  <Avatar name={person.name} decorative />
                </Button>
              }
            />
          </span>
        </div>
      </header>
      {banner}
      <main id="content" tabIndex={-1} className={cx(css.content, css[width])}>
        {children}
      </main>
      <nav aria-label="Pages" className={css.footTabs}>
        {tabs.map((tab) => (
          <FootTab key={tab.id} {...tab} active={tab.id === current} />
        ))}
        <Menu
          label="You"
          placement="top end"
          groups={[...whose, ...menu]}
          onAction={(id) => (clients.some((c) => c.id === id) ? onClient(id) : onMenu(id))}
          trigger={
            <Button className={css.footTab}>
              <CircleUserRound size={22} />
              You
            </Button>
          }
        />
      </nav>
    </div>
  );
}

/** Addresses live behind `#`, so the jump is made by hand. */
function skip(): void {
  document.getElementById("content")?.focus();
}

function FootTab({ label, href, icon: Glyph, count = 0, active }: PortalTab & { active: boolean }) {
  return (
    <Link look="bare" href={href} aria-current={active ? "page" : undefined} className={css.footTab}>
      <Glyph size={22} />
      {label}
      <span className={css.footCount}>
        <CountBadge count={count} of="new" />
      </span>
    </Link>
  );
}
