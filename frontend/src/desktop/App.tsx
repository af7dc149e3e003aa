import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Router } from "wouter";
import { Navigation } from "#/ui/Navigation";
import { ToastProvider } from "#/ui/Toast";
import { Frame } from "./Frame";
import { KeyHints, KeyHintsContext } from "./keyHints";
import { go, hashHref, useHashPath, useHashSearch } from "./location";

/** The desktop program's pages over one store of what Go answered. */
export function App({ queries }: { queries: QueryClient }) {
  const [hints] = useState(() => new KeyHints());
  return (
    <QueryClientProvider client={queries}>
      <Router hook={useHashPath} searchHook={useHashSearch} hrefs={hashHref}>
        <Navigation navigate={go} useHref={hashHref}>
          <KeyHintsContext value={hints}>
            <ToastProvider>
              <Frame />
            </ToastProvider>
          </KeyHintsContext>
        </Navigation>
      </Router>
    </QueryClientProvider>
  );
}
