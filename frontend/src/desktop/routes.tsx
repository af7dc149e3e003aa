import { Compass } from "lucide-react";
import { Route, Switch } from "wouter";
import { ButtonLink } from "#/ui/ButtonLink";
import { Empty } from "#/ui/Empty";

/** One line per screen; each screen's folder is named for its noun. */
export function Routes() {
  return (
    <Switch>
      <Route>
        <Empty
          icon={Compass}
          title="There is nothing at this address."
          action={
            <ButtonLink look="link" href="/today">
              Go to Today
            </ButtonLink>
          }
        >
          The link may be from an older version.
        </Empty>
      </Route>
    </Switch>
  );
}
