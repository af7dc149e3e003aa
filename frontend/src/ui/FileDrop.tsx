import { Camera, FolderOpen, Upload } from "lucide-react";
import { DropZone } from "react-aria-components/DropZone";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { Text } from "react-aria-components/Text";
import { isFileDropItem } from "react-aria-components/useDragAndDrop";
import { Button } from "./Button";
import css from "./FileDrop.module.css";

export interface FileDropProps {
  /** "PDF, photos, Word or Excel, up to 200 MB each" */
  hint: string;
  /** Dropped, picked or photographed. Type and size are the caller's to judge, so that each refusal has its reason. */
  onFiles: (files: File[]) => void;
  /** Media types or endings offered by the picker, e.g. `["application/pdf", ".xlsx"]`. */
  accept?: readonly string[];
  single?: boolean;
  /** Offers the camera on touch devices. */
  camera?: boolean;
}

export function FileDrop({ hint, onFiles, accept, single, camera = true }: FileDropProps) {
  const picked = (list: FileList | null) => list?.length && onFiles([...list]);
  return (
    <DropZone
      aria-label="Drop files here"
      getDropOperation={() => "copy"}
      onDrop={async (event) => {
        const files = await Promise.all(event.items.filter(isFileDropItem).map((item) => item.getFile()));
        if (files.length) onFiles(single ? files.slice(0, 1) : files);
      }}
      className={css.zone}
    >
      <span className={css.tile}>
        <Upload size={20} />
      </span>
      <Text slot="label" className={css.title}>
        Drop files here
      </Text>
      {camera && (
        <span className={css.camera}>
          <FileTrigger acceptedFileTypes={["image/*"]} defaultCamera="environment" onSelect={picked}>
            <Button look="soft" icon={Camera} wide>
              Take a photo
            </Button>
          </FileTrigger>
        </span>
      )}
      <span className={css.choose}>
        <FileTrigger acceptedFileTypes={accept} allowsMultiple={!single} onSelect={picked}>
          <Button icon={FolderOpen} wide>
            {single ? "Choose a file" : "Choose files"}
          </Button>
        </FileTrigger>
      </span>
      <span className={css.hint}>{hint}</span>
    </DropZone>
  );
}
