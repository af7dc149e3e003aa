import { Calendar } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { BackLink } from "#/ui/BackLink";
import { Button } from "#/ui/Button";
import { Empty } from "#/ui/Empty";
import { Skeleton } from "#/ui/Skeleton";
import type { Received, Request } from "../api.gen";
import { Failed } from "../Failed";
import { NoFileDialog } from "../home/NoFileDialog";
import type { PageProps } from "../page";
import { paths } from "../paths";
import { useRequests } from "./queries";
import { Receipt } from "./Receipt";
import css from "./Upload.module.css";
import { UploadForm } from "./UploadForm";

export interface RequestPageProps extends PageProps {
  engagement: string;
  request: string;
}

/** One thing that was asked for: what it is, and the way to send it. */
export function RequestPage({ me, door, engagement, request }: RequestPageProps) {
  const requests = useRequests(door.id);
  const [receipt, setReceipt] = useState<Received>();
  const home = paths.home(door.id);
  if (receipt) return <Receipt client={door.id} name={me.first} receipt={receipt} />;
  if (requests.error && !requests.data) {
    return <Failed error={requests.error} onRetry={() => void requests.refetch()} />;
  }
  if (!requests.data) return <Skeleton of="card" rows={2} />;
  const asked = requests.data.requests.find((r) => r.id === request && r.engagement === engagement);
  if (!asked) {
    return (
      <div className={css.page}>
        <BackLink href={home}>Home</BackLink>
        <Empty boxed title="This is no longer needed.">
          Thank you. Home shows what is still open.
        </Empty>
      </div>
    );
  }
  return (
    <div className={css.page}>
      <BackLink href={home}>Home</BackLink>
      <Intro asked={asked} />
      <UploadForm
        client={door.id}
        engagement={engagement}
        request={request}
        firm={door.firm}
        who={asked.who}
        maxFile={me.maxFile}
        onReceived={setReceipt}
      />
      {asked.open && <NoFile client={door.id} asked={asked} />}
    </div>
  );
}

function Intro({ asked }: { asked: Request }) {
  return (
    <header className={css.intro}>
      <h1>{asked.title}</h1>
      <p>{asked.detail || asked.work}</p>
      {asked.again && <p className={css.again}>{asked.again}</p>}
      {asked.told && <p>{asked.told} You can add to it.</p>}
      {asked.open && asked.dueText && (
        <p className={css.due}>
          <Calendar size={16} />
          {asked.dueText}
        </p>
      )}
    </header>
  );
}

function NoFile({ client, asked }: { client: string; asked: Request }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  return (
    <p className={css.other}>
      <Button look="link" onPress={() => setAsking(true)}>
        I can’t find it, or there isn’t one
      </Button>
      {asking && (
        <NoFileDialog
          client={client}
          need={asked}
          onClose={() => setAsking(false)}
          onDone={() => navigate(paths.home(client))}
        />
      )}
    </p>
  );
}
