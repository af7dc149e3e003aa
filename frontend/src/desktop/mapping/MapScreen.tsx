import { useState } from "react";
import { useLocation } from "wouter";
import { ScreenHeader } from "#/ui/ScreenHeader";
import { Views } from "#/ui/Views";
import type { view } from "../api";
import { Loaded } from "../Loaded";
import { MapPane } from "./MapPane";
import css from "./Mapping.module.css";
import { MapTable } from "./MapTable";
import { useMapSheet } from "./queries";

/** Maps the client folders of a share in bulk, and shows exactly what will be shared. */
export function MapScreen({ root }: { root: string }) {
  const sheet = useMapSheet(root);
  return (
    <>
      <ScreenHeader
        title="Clients and engagements"
        trail={[
          { label: "Setup", href: "/setup" },
          { label: "Office share", href: "/setup/shares" },
        ]}
        meta={sheet.isLoading ? "Looking through the share…" : sheet.data?.path}
        sub={sheet.data?.summary}
      />
      <Loaded query={sheet} name="the folders of the share" skeleton={{ rows: 12 }}>
        {(s) => <MapSheet sheet={s} />}
      </Loaded>
    </>
  );
}

/** The folders that are ready are chosen at first. */
function MapSheet({ sheet }: { sheet: view.MapSheet }) {
  const [, navigate] = useLocation();
  const [shown, setShown] = useState("all");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(sheet.rows.filter((row) => row.state === "ready").map((row) => row.path)),
  );
  const [at, setAt] = useState(sheet.rows[0]?.path ?? "");
  const open = sheet.rows.filter((row) => row.state !== "mapped");
  const rows = sheet.rows.filter((row) => shown === "all" || shownAs(row) === shown);
  return (
    <div className={css.panes}>
      <div className={css.middle}>
        <div className={css.facts}>
          <Figure n={sheet.clients} words="clients found" />
          <Figure n={sheet.rows.length} words="engagements" />
          <Figure n={sheet.ready} words="ready to map" tone="accent" />
          <Figure n={sheet.look} words="need a look" tone="warn" />
          <Figure n={sheet.off} words="kept off" />
          <span className={css.push}>
            <Views
              label="Which folders"
              selected={shown}
              onChange={setShown}
              views={[
                { id: "all", label: "All" },
                { id: "look", label: "Need a look", count: sheet.look },
                { id: "off", label: "Off", count: sheet.off },
              ]}
            />
          </span>
        </div>
        <MapTable rows={rows} chosen={chosen} onChoose={setChosen} onOpen={setAt} />
      </div>
      <MapPane
        sheet={sheet}
        row={sheet.rows.find((row) => row.path === at)}
        chosen={open.filter((row) => chosen.has(row.path))}
        onDone={() => navigate("/engagements")}
      />
    </div>
  );
}

/** A folder that is mapped already is kept off, like one that was never meant to be. */
function shownAs(row: view.MapRow): string {
  return row.state === "mapped" ? "off" : row.state;
}

function Figure({ n, words, tone }: { n: number; words: string; tone?: "accent" | "warn" }) {
  return (
    <span>
      <span className={`${css.figure} ${tone ? css[tone] : ""}`}>{n}</span>
      <br />
      <span className={css.muted}>{words}</span>
    </span>
  );
}
