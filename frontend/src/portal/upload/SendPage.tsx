import { useState } from "react";
import { BackLink } from "#/ui/BackLink";
import { Skeleton } from "#/ui/Skeleton";
import type { Received } from "../api.gen";
import { Failed } from "../Failed";
import { useHome } from "../home/queries";
import type { PageProps } from "../page";
import { paths } from "../paths";
import { Receipt } from "./Receipt";
import css from "./Upload.module.css";
import { UploadForm } from "./UploadForm";

/** Files that nobody asked for. */
export function SendPage({ me, door, engagement }: PageProps & { engagement: string }) {
  const home = useHome(door.id);
  const [receipt, setReceipt] = useState<Received>();
  if (receipt) return <Receipt client={door.id} name={me.first} receipt={receipt} />;
  if (home.error && !home.data) return <Failed error={home.error} onRetry={() => void home.refetch()} />;
  if (!home.data) return <Skeleton of="card" rows={2} />;
  const work = home.data.work.find((w) => w.engagement === engagement);
  return (
    <div className={css.page}>
      <BackLink href={paths.home(door.id)}>Home</BackLink>
      <header className={css.intro}>
        <h1>Send us something</h1>
        <p>Anything we did not ask for{work ? `. It goes to your ${work.title}.` : "."}</p>
      </header>
      <UploadForm
        client={door.id}
        engagement={engagement}
        firm={door.firm}
        who="we"
        maxFile={me.maxFile}
        onReceived={setReceipt}
      />
    </div>
  );
}
