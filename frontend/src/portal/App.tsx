import { Route, Router, Switch } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { Button } from "#/ui/Button";
import { Navigation } from "#/ui/Navigation";
import { Skeleton } from "#/ui/Skeleton";
import { Failed } from "./Failed";
import { Inside } from "./Inside";
import { hashHref } from "./paths";
import { Door } from "./session/Door";
import { LinkStep } from "./session/LinkStep";
import { useSignOut, useWelcome } from "./session/queries";
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
  const welcome = useWelcome();
  const [location] = useHashLocation();
  if (welcome.data?.me) return <Inside me={welcome.data.me} readAt={welcome.dataUpdatedAt} />;
  if (welcome.data?.ended) return <Ended />;
  if (welcome.data) return <SignIn ended={location !== "/"} />;
  return (
    <Door title="Your portal">
      {welcome.error ? (
        <Failed error={welcome.error} onRetry={() => void welcome.refetch()} />
      ) : (
        <Skeleton of="card" rows={3} />
      )}
    </Door>
  );
}

function Ended() {
  const signOut = useSignOut();
  return (
    <Door title="Your access has ended">
      <p>
        Call the office if this is a surprise. If you have another address with them, sign in with that one.
      </p>
      <Button look="primary" size="main" wide onPress={() => signOut.mutate()}>
        Use another address
      </Button>
    </Door>
  );
}
