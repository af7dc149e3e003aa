import { Route, Router, Switch } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { Navigation } from "#/ui/Navigation";
import { Skeleton } from "#/ui/Skeleton";
import { Failed } from "./Failed";
import { Inside } from "./Inside";
import { hashHref } from "./paths";
import { Door } from "./session/Door";
import { LinkStep } from "./session/LinkStep";
import { useMe } from "./session/queries";
import { SignIn } from "./session/SignIn";

/** One page for all of the portal: what is shown is behind `#`, and behind the session. */
export function App() {
  const [, navigate] = useHashLocation();
  return (
    <Router hook={useHashLocation}>
      <Navigation navigate={navigate} useHref={hashHref}>
        <Switch>
          <Route path="/link/:token">{({ token }) => <LinkStep key={token} token={token} />}</Route>
          <Route>
            <Gate />
          </Route>
        </Switch>
      </Navigation>
    </Router>
  );
}

function Gate() {
  const me = useMe();
  const [location] = useHashLocation();
  if (me.data) return <Inside me={me.data} readAt={me.dataUpdatedAt} />;
  if (me.data === null) return <SignIn ended={location !== "/"} />;
  if (me.error) {
    return (
      <Door title="Your portal">
        <Failed error={me.error} onRetry={() => void me.refetch()} />
      </Door>
    );
  }
  return (
    <Door title="">
      <Skeleton of="card" rows={3} />
    </Door>
  );
}
