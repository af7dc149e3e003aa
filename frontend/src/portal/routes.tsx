import { Compass } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { Route, Switch } from "wouter";
import { ButtonLink } from "#/ui/ButtonLink";
import { Empty } from "#/ui/Empty";
import { Skeleton } from "#/ui/Skeleton";
import type { Door } from "./api.gen";
import { DocumentsPage } from "./documents/DocumentsPage";
import { HomePage } from "./home/HomePage";
import type { PageProps } from "./page";
import { paths } from "./paths";
import type { ShellProps } from "./Shell";
import { RequestPage } from "./upload/RequestPage";
import { SendPage } from "./upload/SendPage";

/** Brings what is one touch away, after the first page: a line that breaks then keeps nobody out of it. */
export function bringTheRest(): void {
  messages().catch(() => undefined); // it is tried again when it is opened
}

/** A page inside the shell. */
export interface FullPage extends PageProps {
  current: string;
  width?: ShellProps["width"];
  children: ReactNode;
}

const messages = () => import("./messages/MessagesPage");
const MessagesPage = lazy(() => messages().then((m) => ({ default: m.MessagesPage })));
const ReadPage = lazy(() => import("./documents/ReadPage").then((m) => ({ default: m.ReadPage })));
const DeliverablePage = lazy(() =>
  import("./deliverable/DeliverablePage").then((m) => ({ default: m.DeliverablePage })),
);

/** One line per page; messages, the PDF viewer and signing come when they are opened. */
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
