import { useState } from "react";
import { FileRow } from "#/shared/FileRow";
import { Button } from "#/ui/Button";
import { Select } from "#/ui/Select";
import { Tag } from "#/ui/Tag";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useAct } from "../useAct";
import css from "./Engagement.module.css";

/** What the client sent on their own: each file needs a home among the open requests. */
export function UploadsWithoutRequest({ page }: { page: view.EngagementPage }) {
  if (page.uploads.length === 0) return null;
  return (
    <section aria-label="Sent without a request" className={css.detail}>
      <div className={layout.stack}>
        <p className={layout.line}>
          Sent without a request <Tag tone="warn">Needs a home</Tag>
        </p>
        {page.uploads.map((file) => (
          <Upload key={file.version} page={page} file={file} />
        ))}
      </div>
    </section>
  );
}

function Upload({ page, file }: { page: view.EngagementPage; file: view.ArrivalFile }) {
  const [home, setHome] = useState<string | null>(null);
  const act = useAct();
  const homes = page.requests.filter((request) => request.open);
  const assign = () => {
    if (home) act.run(() => api.assignUpload(page.id, file.document, home), { engagement: page.id });
  };
  return (
    <div className={layout.stack}>
      <FileRow
        name={file.name}
        detail={file.size}
        onOpen={file.path ? () => act.run(() => api.openFile(page.id, file.path)) : undefined}
      />
      {homes.length > 0 && (
        <>
          <Select
            label={`Home of ${file.name}`}
            labelHidden
            placeholder="Choose its request"
            options={homes.map((request) => ({ id: request.id, label: request.title }))}
            value={home}
            onChange={setHome}
          />
          {home && (
            <Button size="small" busy={act.busy} onPress={assign}>
              Give it this home
            </Button>
          )}
        </>
      )}
      <ActError act={act} />
    </div>
  );
}
