import { File, FileArchive, FileSpreadsheet, FileText, Folder, Image } from "lucide-react";
import type { Icon } from "#/ui/icon";

const byEnding: Record<string, Icon> = {
  pdf: FileText,
  doc: FileText,
  docx: FileText,
  txt: FileText,
  rtf: FileText,
  xls: FileSpreadsheet,
  xlsx: FileSpreadsheet,
  csv: FileSpreadsheet,
  jpg: Image,
  jpeg: Image,
  png: Image,
  heic: Image,
  tif: Image,
  tiff: Image,
  zip: FileArchive,
};

/** The icon of a file by the ending of its name; a folder when it has a slash at its end. */
export function fileIcon(name: string): Icon {
  if (name.endsWith("/")) return Folder;
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return byEnding[ending] ?? File;
}
