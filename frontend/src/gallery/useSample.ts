import { useEffect, useState } from "react";
import { samplePdf } from "./samplePdf";

/** The address of a PDF: `?pdf=` of the page, or one made on the spot. */
export function useSample(): string | null {
  const [url, setUrl] = useState(() => new URLSearchParams(location.search).get("pdf"));
  useEffect(() => {
    if (new URLSearchParams(location.search).has("pdf")) return;
    const made = URL.createObjectURL(new Blob([samplePdf(6)], { type: "application/pdf" }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, []);
  return url;
}
