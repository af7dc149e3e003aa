import { Plus, X } from "lucide-react";
import { Button } from "#/ui/Button";
import { DateField } from "#/ui/DateField";
import { Field } from "#/ui/Field";
import { IconButton } from "#/ui/IconButton";
import type { view } from "../api";
import { drafts, type RequestDraft } from "./drafts";
import css from "./RequestFields.module.css";

export interface RequestFieldsProps {
  requests: readonly RequestDraft[];
  onChange: (requests: RequestDraft[]) => void;
}

/** The list of what to ask for, one line each. */
export function RequestFields({ requests, onChange }: RequestFieldsProps) {
  const set = (key: string, change: Partial<view.RequestDraft>) =>
    onChange(requests.map((r) => (r.key === key ? { ...r, ...change } : r)));
  return (
    <div className={css.list}>
      {requests.map((request, place) => (
        <fieldset key={request.key} aria-label={`Request ${place + 1}`} className={css.request}>
          <div className={css.title}>
            <Field label="What" value={request.title} onChange={(title) => set(request.key, { title })} />
          </div>
          <DateField
            label="Wanted by"
            value={request.due || null}
            onChange={(due) => set(request.key, { due: due ?? "" })}
          />
          <span className={css.remove}>
            <IconButton
              label={`Remove ${request.title || `request ${place + 1}`}`}
              icon={X}
              onPress={() => onChange(requests.filter((r) => r.key !== request.key))}
            />
          </span>
          <div className={css.detail}>
            <Field
              label="What the client reads under it"
              optional
              value={request.detail}
              onChange={(detail) => set(request.key, { detail })}
            />
          </div>
        </fieldset>
      ))}
      <div>
        <Button look="link" icon={Plus} onPress={() => onChange([...requests, ...drafts()])}>
          Add another
        </Button>
      </div>
    </div>
  );
}
