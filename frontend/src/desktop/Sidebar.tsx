import { StatusGlyph } from "#/shared/StatusGlyph";
import type { Status } from "#/shared/status";
import { Avatar } from "#/ui/Avatar";
import type { Icon } from "#/ui/icon";
import { Link } from "#/ui/Link";
import { Tooltip } from "#/ui/Tooltip";
import css from "./Sidebar.module.css";

export interface SectionEntry {
  id: string;
  label: string;
  href: string;
  icon: Icon;
  /** Things that wait there; zero draws nothing. */
  count?: number;
}

export interface SidebarProps {
  sections: readonly SectionEntry[];
  /** At the foot: Setup. */
  footSections?: readonly SectionEntry[];
  /** The id of the section one is in. */
  current: string;
  pinned?: readonly { id: string; client: string; engagement: string; href: string; status: Status }[];
  person: { name: string; role: string };
  /** Icons only. */
  rail?: boolean;
}

export function Sidebar({ sections, footSections = [], current, pinned = [], person, rail }: SidebarProps) {
  const entry = (section: SectionEntry) => (
    <li key={section.id}>
      <Section {...section} active={section.id === current} rail={rail} />
    </li>
  );
  return (
    <nav aria-label="Sections" className={css.sidebar} data-rail={rail || undefined}>
      <ul>{sections.map(entry)}</ul>
      {!rail && pinned.length > 0 && (
        <>
          <h2 className={css.heading}>Pinned</h2>
          <ul>
            {pinned.map((pin) => (
              <li key={pin.id}>
                <Link look="bare" href={pin.href} className={css.pin}>
                  <StatusGlyph status={pin.status} size={14} />
                  <span className={css.pinWords}>
                    {pin.client} <span className={css.pinEngagement}>{pin.engagement}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <ul className={css.foot}>{footSections.map(entry)}</ul>
      <div className={css.person}>
        <Avatar name={person.name} decorative={!rail} />
        {!rail && (
          <span>
            <span className={css.personName}>{person.name}</span>
            <span className={css.personRole}>{person.role}</span>
          </span>
        )}
      </div>
    </nav>
  );
}

function Section({
  label,
  href,
  icon: Glyph,
  count = 0,
  active,
  rail,
}: SectionEntry & { active: boolean; rail?: boolean }) {
  const link = (
    <Link
      look="bare"
      href={href}
      aria-current={active ? "page" : undefined}
      aria-label={rail ? `${label}${count ? `, ${count}` : ""}` : undefined}
      className={css.section}
    >
      <Glyph size={16} className={css.icon} />
      {!rail && <span className={css.label}>{label}</span>}
      {!rail && count > 0 && <span className={css.count}>{count}</span>}
      {rail && count > 0 && <span className={css.dot} />}
    </Link>
  );
  return rail ? (
    <Tooltip text={count ? `${label}, ${count}` : label} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
