import { useLocation } from "wouter";
import { Button } from "#/ui/Button";
import { DateField } from "#/ui/DateField";
import { Field } from "#/ui/Field";
import { Panel } from "#/ui/Panel";
import { Select } from "#/ui/Select";
import { ActError } from "../ActError";
import { api, type view } from "../api";
import { ClientPicker } from "../clients/ClientPicker";
import { useScreenKeys } from "../keyHints";
import layout from "../layout.module.css";
import { RequestFields } from "../requests/RequestFields";
import { PeopleFields } from "../staff/PeopleFields";
import { useAct } from "../useAct";
import { FolderFields } from "./FolderFields";
import { useNewEngagement } from "./useNewEngagement";

/** What is typed is kept over what Tieout proposes. */
export function NewEngagementForm({ options }: { options: view.NewEngagementOptions }) {
  const [, navigate] = useLocation();
  const form = useNewEngagement(options);
  const act = useAct();
  const { order, plan, set } = form;
  const open = () => {
    if (!form.ready) return;
    act.run(() => api.openEngagement(order), {
      onDone: (outcome) => navigate(outcome?.id ? `/engagements/${outcome.id}` : "/engagements"),
    });
  };
  useScreenKeys([{ press: "ctrl+enter", label: "open engagement", act: form.ready ? open : undefined }]);
  const count = order.requests.length;
  return (
    <form
      className={`${layout.column} ${layout.stack} ${layout.wide}`}
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <Panel title="Work">
        <div className={layout.stack}>
          <div className={layout.two}>
            <ClientPicker
              clients={options.clients}
              value={order.client}
              onChange={(client) => set({ client })}
            />
            <Select
              label="Service"
              options={options.templates.map((t) => ({ id: t.service, label: t.name }))}
              value={order.service || null}
              onChange={form.setService}
            />
            <Field
              label="Period"
              value={order.period}
              onChange={(period) => set({ period })}
              hint={form.template?.yearly === false ? "Year and month, 2026-01" : "A year, such as 2025"}
            />
            <DateField label="Due" value={order.due || null} onChange={(due) => set({ due: due ?? "" })} />
          </div>
          <Field
            label="Title"
            value={order.title}
            onChange={(title) => set({ title })}
            hint="The client reads it."
          />
        </div>
      </Panel>
      <Panel title="People">
        <div className={layout.two}>
          <PeopleFields value={order} onChange={set} />
        </div>
      </Panel>
      <Panel title="Requests" meta={count ? `${count} go to the client at once` : "none; you can ask later"}>
        <RequestFields requests={form.requests} onChange={form.setRequests} />
      </Panel>
      <FolderFields order={order} plan={plan} roots={options.roots} onChange={set} />
      <ActError act={act} />
      <div className={layout.row}>
        <span className={layout.push}>
          <Button onPress={() => navigate("/engagements")}>Cancel</Button>
        </span>
        <Button
          look="primary"
          type="submit"
          keys={["Ctrl", "Enter"]}
          disabled={!form.ready}
          busy={act.busy}
          busyLabel="Opening"
        >
          Open engagement
        </Button>
      </div>
    </form>
  );
}
