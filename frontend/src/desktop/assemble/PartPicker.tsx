import { Search } from "lucide-react";
import { useState } from "react";
import { count } from "#/shared/format";
import { Button } from "#/ui/Button";
import { Dialog } from "#/ui/Dialog";
import { Field } from "#/ui/Field";
import { Table, type TableColumn } from "#/ui/Table";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import layout from "../layout.module.css";
import css from "./Assemble.module.css";

export interface PartPickerProps {
  files: readonly view.PartChoice[];
  /** Paths that are in already. */
  taken: ReadonlySet<string>;
  onAdd: (files: readonly view.PartChoice[]) => void;
  onClose: () => void;
}

const columns = (taken: ReadonlySet<string>): TableColumn<view.PartChoice>[] => [
  {
    id: "name",
    title: "File",
    rowHeader: true,
    width: "3fr",
    cell: (file) => (
      <span className={layout.line}>
        <span className={layout.cut}>{file.name}</span>
        {file.offered && <Tag tone="accent">For signature</Tag>}
        {taken.has(file.path) && <Tag tone="outline">already in</Tag>}
      </span>
    ),
  },
  { id: "folder", title: "Folder", width: "2fr", cell: (file) => file.folder || "Work file" },
  { id: "size", title: "Size", width: 80, align: "end", cell: (file) => file.size },
  { id: "saved", title: "Saved", width: 96, align: "end", cell: (file) => file.moment.words },
];

/** The PDFs of the work file, to take parts from. */
export function PartPicker({ files, taken, onAdd, onClose }: PartPickerProps) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const wanted = text.trim().toLowerCase();
  const rows = files.filter((f) => `${f.folder}/${f.name}`.toLowerCase().includes(wanted));
  const add = () => {
    if (chosen.size > 0) onAdd(files.filter((f) => chosen.has(f.path)));
  };
  return (
    <Dialog
      open
      size="wide"
      onClose={onClose}
      title="Add parts"
      onSubmit={add}
      actions={
        <>
          <Button keys={["Esc"]} onPress={onClose}>
            Close
          </Button>
          <Button look="primary" type="submit" disabled={chosen.size === 0}>
            {chosen.size === 0 ? "Add" : `Add ${count(chosen.size, "part")}`}
          </Button>
        </>
      }
    >
      <Field
        label="Find in the work file"
        labelHidden
        icon={Search}
        type="search"
        placeholder="Name or folder"
        autoFocus
        value={text}
        onChange={setText}
      />
      <div className={css.picker}>
        <Table
          label="Files of the work file"
          columns={columns(taken)}
          rows={rows}
          rowKey={(file) => file.path}
          rowName={(file) => file.name}
          selectable
          selected={new Set(chosen)}
          onSelect={setChosen}
          onOpen={(path) => onAdd(files.filter((f) => f.path === path))}
          empty={
            <p className={layout.muted}>
              {wanted
                ? "No file by that name."
                : "There are no PDFs or pictures in this work file yet. Print or save one into it."}
            </p>
          }
        />
      </div>
      <p className={layout.muted}>Only what you add leaves the share, and only when you send it to review.</p>
    </Dialog>
  );
}
