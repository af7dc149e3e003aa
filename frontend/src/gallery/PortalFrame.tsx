import { Files, House, MessageSquare } from "lucide-react";
import type { ReactNode } from "react";
import { Shell, type ShellProps } from "#/portal/Shell";

const tabs = [
  { id: "home", label: "Home", href: "/", icon: House },
  { id: "messages", label: "Messages", href: "/messages", icon: MessageSquare, count: 1 },
  { id: "documents", label: "Documents", href: "/documents", icon: Files },
];

/** The portal shell with a canned firm, for the sample pages. */
export function PortalFrame({
  current,
  width,
  children,
}: {
  current: string;
  width?: ShellProps["width"];
  children: ReactNode;
}) {
  return (
    <Shell
      firm={{ name: "Lindqvist & Moore", letters: "L&M" }}
      tabs={tabs}
      current={current}
      width={width}
      clients={[
        { id: "acme", label: "Acme Ltd" },
        { id: "ruth", label: "Ruth Adeyemi" },
      ]}
      client="acme"
      onClient={() => undefined}
      person={{ name: "Ruth Adeyemi" }}
      menu={[
        {
          entries: [
            { id: "account", label: "Your account" },
            { id: "sign-out", label: "Sign out" },
          ],
        },
      ]}
      onMenu={() => undefined}
    >
      {children}
    </Shell>
  );
}
