import { CircleAlert, HardDrive, Inbox, RefreshCw } from "lucide-react";
import { Banner } from "#/ui/Banner";
import { Link } from "#/ui/Link";
import type { view } from "../api";

const icons: Record<string, typeof HardDrive> = {
  "share-unreachable": HardDrive,
  "nobody-filing": Inbox,
  "to-settle": CircleAlert,
  restored: RefreshCw,
};

/** A condition of the whole program, such as offline or the share gone. Its first sentence is the title. */
export function SyncBanner({ sync }: { sync: view.SyncStatus | undefined }) {
  if (!sync?.banner) return null;
  const [title = "", ...rest] = sync.banner.split(/(?<=\.)\s/);
  return (
    <Banner
      tone="warn"
      icon={icons[sync.state]}
      title={title}
      action={
        <Link look="quiet" href="/sync">
          See what waits
        </Link>
      }
    >
      {rest.join(" ")}
    </Banner>
  );
}
