import { useQuery } from "@tanstack/react-query";
import { api, call } from "../api";
import type { Document, Documents, Version } from "../api.gen";
import { keys } from "../keys";

/** Everything both sides have sent, by engagement. */
export function useDocuments(client: string) {
  return useQuery({
    queryKey: keys.documents(client),
    queryFn: () => call(api.GET("/portal/api/clients/{client}/documents", { params: { path: { client } } })),
  });
}

/** One version of one document, or nothing. */
export function findVersion(
  documents: Documents,
  engagement: string,
  id: string,
  number: number,
): { document: Document; version: Version } | undefined {
  const folder = documents.folders.find((f) => f.engagement === engagement);
  const document = [...(folder?.office ?? []), ...(folder?.sent ?? []), ...(folder?.signed ?? [])].find(
    (d) => d.id === id,
  );
  const version = document && [document.latest, ...document.earlier].find((v) => v.number === number);
  return document && version && { document, version };
}

/** Whether the browser can show it here. */
export function readable(media: string): "pdf" | "image" | undefined {
  if (media === "application/pdf") return "pdf";
  return ["image/jpeg", "image/png", "image/gif", "image/webp"].includes(media) ? "image" : undefined;
}
