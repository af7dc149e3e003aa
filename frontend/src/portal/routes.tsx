import { Compass } from "lucide-react";
import { Route, Switch } from "wouter";
import { ButtonLink } from "#/ui/ButtonLink";
import { Empty } from "#/ui/Empty";

/** One line per page; heavy ones (the PDF viewer, signing) come by `import()`. */
export function Routes() {
  return (
    <Switch>
      <Route>
        <Empty
          icon={Compass}
          title="We can’t find that page."
          action={<ButtonLink href="/">Go to Home</ButtonLink>}
        >
          Your files are safe. The link may have been used already.
        </Empty>
      </Route>
    </Switch>
  );
}
