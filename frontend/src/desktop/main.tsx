import "#/styles/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { startLive } from "./live";
import { newQueryClient } from "./queryClient";

const root = document.getElementById("root");
if (!root) throw new Error("desktop.html has no #root");
const queries = newQueryClient();
startLive(queries);
createRoot(root).render(
  <StrictMode>
    <App queries={queries} />
  </StrictMode>,
);
