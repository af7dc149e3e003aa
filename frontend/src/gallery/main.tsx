import "#/styles/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Navigation } from "#/ui/Navigation";
import { ToastProvider } from "#/ui/Toast";
import { Components } from "./Components";
import { Engagement } from "./Engagement";
import { Engagements } from "./Engagements";
import { Inputs } from "./Inputs";
import { Pieces } from "./Pieces";
import { PortalHome } from "./PortalHome";
import { PortalMessages } from "./PortalMessages";
import { PortalUpload } from "./PortalUpload";
import { Publish } from "./Publish";
import { Review } from "./Review";
import { Signing } from "./Signing";
import { Today } from "./Today";

/** Every component in every state, and the screens of the design as canned pages: `?view=today&theme=dark`. */
const views = {
  components: Components,
  inputs: Inputs,
  pieces: Pieces,
  today: Today,
  engagements: Engagements,
  engagement: Engagement,
  review: Review,
  publish: Publish,
  "portal-home": PortalHome,
  "portal-upload": PortalUpload,
  "portal-messages": PortalMessages,
  "portal-sign": Signing,
};

const query = new URLSearchParams(location.search);
const name = query.get("view") ?? "components";
const View = name in views ? views[name as keyof typeof views] : Components;
const theme = query.get("theme");
if (theme) document.documentElement.dataset.theme = theme;
if (name.startsWith("portal")) document.documentElement.dataset.density = "comfortable";

const root = document.getElementById("root");
if (!root) throw new Error("gallery.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Navigation navigate={() => undefined}>
      <ToastProvider>
        <View />
      </ToastProvider>
    </Navigation>
  </StrictMode>,
);
