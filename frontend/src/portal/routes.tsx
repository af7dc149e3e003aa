import { Compass } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { Route, Switch } from "wouter";
import { ButtonLink } from "#/ui/ButtonLink";
import { Empty } from "#/ui/Empty";
import { Skeleton } from "#/ui/Skeleton";
import type { Door, Me } from "./api.gen";
import { HomePage } from "./home/HomePage";
import { paths } from "./paths";
import type { ShellProps } from "./Shell";

/** What every page of a client gets. */
export interface PageProps {
  me: Me;
  door: Door;
}

/** A page inside the shell. */
export interface FullPage extends PageProps {
  current: string;
  width?: ShellProps["width"];
  children: ReactNode;
}

const DocumentsPage = lazy(() =>
  import("./documents/DocumentsPage").then((m) => ({ default: m.DocumentsPage })),
);
const MessagesPage = lazy(() => import("./messages/MessagesPage").then((m) => ({ default: m.MessagesPage })));
const RequestPage = lazy(() => import("./upload/RequestPage").then((m) => ({ default: m.RequestPage })));
const SendPage = lazy(() => import("./upload/SendPage").then((m) => ({ default: m.SendPage })));
const ReadPage = lazy(() => import("./documents/ReadPage").then((m) => ({ default: m.ReadPage })));
const DeliverablePage = lazy(() =>
  import("./deliverable/DeliverablePage").then((m) => ({ default: m.DeliverablePage })),
);

/** One line per page. Home comes at once, the others when they are opened. */
export function Routes({ me, door, frame: Frame }: PageProps & { frame: (page: FullPage) => ReactNode }) {
  const page = { me, door };
  const waiting = <Skeleton of="card" rows={3} />;
  const framed = (current: string, width: ShellProps["width"], children: ReactNode) => (
    <Frame {...page} current={current} width={width}>
      <Suspense fallback={waiting}>{children}</Suspense>
    </Frame>
  );
  return (
    <Suspense fallback={waiting}>
      <Switch>
        <Route path="/c/:client">{framed("home", "page", <HomePage {...page} />)}</Route>
        <Route path="/c/:client/messages/:engagement?">
          {({ engagement }) => framed("messages", "full", <MessagesPage {...page} engagement={engagement} />)}
        </Route>
        <Route path="/c/:client/documents">{framed("documents", "page", <DocumentsPage {...page} />)}</Route>
        <Route path="/c/:client/requests/:engagement/:request">
          {({ engagement, request }) =>
            framed(
              "home",
              "form",
              <RequestPage key={request} {...page} engagement={engagement} request={request} />,
            )
          }
        </Route>
        <Route path="/c/:client/send/:engagement">
          {({ engagement }) => framed("home", "form", <SendPage {...page} engagement={engagement} />)}
        </Route>
        <Route path="/c/:client/read/:engagement/:document/:version">
          {(at) => <ReadPage {...page} {...at} version={Number(at.version)} />}
        </Route>
        <Route path="/c/:client/sign/:engagement/:deliverable">
          {(at) => <DeliverablePage key={at.deliverable} {...page} {...at} />}
        </Route>
        <Route>{framed("home", "form", <NotHere door={door} />)}</Route>
      </Switch>
    </Suspense>
  );
}

function NotHere({ door }: { door: Door }) {
  return (
    <Empty
      icon={Compass}
      title="We can’t find that page."
      action={<ButtonLink href={paths.home(door.id)}>Go to Home</ButtonLink>}
    >
      Your files are safe. What was here may have been taken back.
    </Empty>
  );
}
