import { Banner } from "#/ui/Banner";
import { DetailList } from "#/ui/DetailList";
import { Panel } from "#/ui/Panel";
import { RadioGroup } from "#/ui/RadioGroup";
import { Switch } from "#/ui/Switch";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import layout from "../layout.module.css";
import { useSession } from "../session/queries";
import { useAct } from "../useAct";

const themes = [
  { id: "system", label: "Like this computer" },
  { id: "light", label: "Light" },
  { id: "dark", label: "Dark" },
];

const notices: readonly { name: keyof view.Notify; label: string }[] = [
  { name: "arrivals", label: "Something arrives from a client" },
  { name: "messages", label: "A message is routed to me" },
  { name: "review", label: "A draft waits for my review" },
  { name: "signatures", label: "A client signs or declines" },
];

/** How Tieout looks and behaves here, and where it keeps things. */
export function ComputerPart({ settings }: { settings: view.Settings }) {
  const session = useSession().data;
  const act = useAct();
  const tell = (name: keyof view.Notify, on: boolean) =>
    act.run(() => api.setNotifications({ ...settings.notifications, [name]: on }));
  return (
    <div className={`${layout.column} ${layout.stack} ${layout.wide}`}>
      {settings.warning && <Banner tone="warn" title={settings.warning} />}
      <ActError act={act} />
      <Panel title="Appearance">
        <RadioGroup
          label="Theme"
          labelHidden
          options={themes}
          value={settings.theme}
          onChange={(theme) => act.run(() => api.setTheme(theme))}
        />
      </Panel>
      <Panel title="Keyboard">
        <Switch
          spread
          checked={settings.keys.singleLetters}
          onChange={(singleLetters) => act.run(() => api.setKeys({ singleLetters }))}
        >
          Single letters act, outside text fields
        </Switch>
        <p className={layout.muted}>Keys with Ctrl always work. Press ? on a screen to see all of them.</p>
      </Panel>
      <Panel title="Tell me when">
        <div className={layout.stack}>
          {notices.map(({ name, label }) => (
            <Switch
              key={name}
              spread
              checked={settings.notifications[name]}
              onChange={(on) => tell(name, on)}
            >
              {label}
            </Switch>
          ))}
        </div>
      </Panel>
      <Panel title="About">
        <DetailList
          rows={[
            { term: "Firm", value: session?.firm ?? "" },
            { term: "This computer", value: session?.computer ?? "" },
            { term: "Relay", value: session?.relay ?? "" },
            { term: "Key", value: settings.keyStorage },
            { term: "Data folder", value: settings.dataFolder },
            { term: "Time zone", value: settings.zone },
            { term: "Version", value: settings.version },
          ]}
        />
      </Panel>
    </div>
  );
}
