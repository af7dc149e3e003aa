import { Compass } from "lucide-react";
import { Redirect, Route, Switch } from "wouter";
import { ButtonLink } from "#/ui/ButtonLink";
import { Empty } from "#/ui/Empty";
import { Assemble } from "./assemble/Assemble";
import { ClientScreen } from "./clients/ClientScreen";
import { ClientsScreen } from "./clients/ClientsScreen";
import { EngagementScreen } from "./engagement/EngagementScreen";
import { EngagementsScreen } from "./engagements/EngagementsScreen";
import { NewEngagementScreen } from "./engagements/NewEngagementScreen";
import { MapScreen } from "./mapping/MapScreen";
import { MessagesScreen } from "./messages/MessagesScreen";
import { Publish } from "./publish/Publish";
import { PublishQueue } from "./publish/PublishQueue";
import { Review } from "./review/Review";
import { ReviewQueue } from "./review/ReviewQueue";
import { SetupScreen } from "./settings/SetupScreen";
import { SyncScreen } from "./sync/SyncScreen";
import { TodayScreen } from "./today/TodayScreen";
import { Verify } from "./verify/Verify";

/** One line per screen; each screen's folder is named for its noun. */
export function Routes() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/today" replace />
      </Route>
      <Route path="/today" component={TodayScreen} />
      <Route path="/engagements" component={EngagementsScreen} />
      <Route path="/engagements/new" component={NewEngagementScreen} />
      <Route path="/engagements/:id">{({ id }) => <EngagementScreen key={id} id={id} />}</Route>
      <Route path="/engagements/:id/assemble">{({ id }) => <Assemble key={id} engagement={id} />}</Route>
      <Route path="/review" component={ReviewQueue} />
      <Route path="/review/:engagement/:draft">{(at) => <Review key={at.draft} {...at} />}</Route>
      <Route path="/publish" component={PublishQueue} />
      <Route path="/publish/:engagement/:draft">{(at) => <Publish key={at.draft} {...at} />}</Route>
      <Route path="/clients" component={ClientsScreen} />
      <Route path="/clients/:id">{({ id }) => <ClientScreen key={id} id={id} />}</Route>
      <Route path="/messages" component={MessagesScreen} />
      <Route path="/messages/:engagement" component={MessagesScreen} />
      <Route path="/sync" component={SyncScreen} />
      <Route path="/setup/map/:root">{({ root }) => <MapScreen key={root} root={root} />}</Route>
      <Route path="/setup/check" component={Verify} />
      <Route path="/setup/:part?" component={SetupScreen} />
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
