import { Files, House, MessageSquare } from "lucide-react";
import { useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { Banner } from "#/ui/Banner";
import type { Door as ClientDoor, Me } from "./api.gen";
import { useOnline } from "./connection";
import { firmName } from "./FirmMark";
import { useLive } from "./live";
import { paths } from "./paths";
import { bringTheRest, type FullPage, Routes } from "./routes";
import { type PortalTab, Shell } from "./Shell";
import { IdleWarning } from "./session/IdleWarning";
import { useSignOut } from "./session/queries";
import { useAllUploads, useUploadsOf } from "./upload/uploads";

export interface InsideProps {
  me: Me;
  /** When `me` was read, by this device's clock. */
  readAt: number;
}

const remembered = "tieout-client";

/** Everything behind the session: which client, and its pages. */
export function Inside({ me, readAt }: InsideProps) {
  useUploadsOf(me.email);
  useEffect(bringTheRest, []);
  useEffect(() => () => sessionStorage.removeItem(remembered), []);
  const last = me.clients.find((c) => c.id === sessionStorage.getItem(remembered));
  const first = last ?? me.clients[0];
  return (
    <>
      <IdleWarning me={me} readAt={readAt} />
      <Switch>
        <Route path="/c/:client/*?">
          {({ client }) => {
            const door = me.clients.find((c) => c.id === client);
            if (!door) return <Redirect to="/" replace />;
            return <Client key={door.id} me={me} door={door} />;
          }}
        </Route>
        {/* The key makes it a new one: a redirect acts only when it appears. */}
        <Route>{first && <Redirect key="home" to={paths.home(first.id)} replace />}</Route>
      </Switch>
    </>
  );
}

function Client({ me, door }: { me: Me; door: ClientDoor }) {
  useLive(door.id);
  useEffect(() => sessionStorage.setItem(remembered, door.id), [door.id]);
  return <Routes me={me} door={door} frame={Frame} />;
}

/** The shell around one page. */
function Frame({ me, door, current, width, children }: FullPage) {
  const [, navigate] = useLocation();
  const signOut = useSignOut();
  const tabs: readonly PortalTab[] = [
    { id: "home", label: "Home", href: paths.home(door.id), icon: House },
    {
      id: "messages",
      label: "Messages",
      href: paths.messages(door.id),
      icon: MessageSquare,
      count: door.unread,
    },
    { id: "documents", label: "Documents", href: paths.documents(door.id), icon: Files },
  ];
  return (
    <Shell
      firm={firmName(door.firm)}
      tabs={tabs}
      current={current}
      clients={me.clients.map((c) => ({ id: c.id, label: c.name }))}
      client={door.id}
      onClient={(id) => navigate(paths.home(id))}
      person={{ name: me.name }}
      menu={[
        {
          title: me.email,
          entries: [{ id: "sign-out", label: "Sign out", hint: "Leaves nothing on this device" }],
        },
      ]}
      onMenu={() => signOut.mutate()}
      banner={<Offline />}
      width={width}
    >
      {children}
    </Shell>
  );
}

function Offline() {
  const online = useOnline();
  const waiting = useAllUploads().filter((u) => u.state === "kept" || u.state === "sending").length;
  if (online) return null;
  const kept =
    waiting === 0
      ? "You can go on reading. What you type is kept."
      : `Your ${waiting === 1 ? "file is" : `${waiting} files are`} kept here and ${waiting === 1 ? "goes" : "go"} up when you’re back.`;
  return (
    <Banner tone="warn" title="No connection.">
      {kept}
    </Banner>
  );
}
