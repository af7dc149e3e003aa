import "#/styles/app.css";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ToastProvider } from "#/ui/Toast";
import { App } from "./App";
import { ApiError } from "./api";
import { signedOut } from "./session/queries";

/** A read that finds the session ended shows the way back in. */
const cache = new QueryCache({
  onError: (error) => {
    if (error instanceof ApiError && error.code === "sign-in") signedOut(queries);
  },
});

/** The relay says over one stream what changed: nothing goes stale by itself, nothing is polled. */
const queries = new QueryClient({
  queryCache: cache,
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: false },
    mutations: { networkMode: "always" },
  },
});

const root = document.getElementById("root");
if (!root) throw new Error("portal.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ToastProvider>
        <App />
      </ToastProvider>
    </QueryClientProvider>
  </StrictMode>,
);
