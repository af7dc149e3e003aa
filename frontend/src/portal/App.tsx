import { Files, House, MessageSquare } from "lucide-react";
import { useLocation } from "wouter";
import { Navigation } from "#/ui/Navigation";
import { Routes } from "./routes";
import { type PortalTab, Shell } from "./Shell";

const tabs: readonly PortalTab[] = [
  { id: "home", label: "Home", href: "/", icon: House },
  { id: "messages", label: "Messages", href: "/messages", icon: MessageSquare },
  { id: "documents", label: "Documents", href: "/documents", icon: Files },
];

/** The portal is served by the relay, so its routes are plain paths. */
export function App() {
  const [location, navigate] = useLocation();
  return (
    <Navigation navigate={navigate}>
      <Shell
        firm={{ name: "", letters: "" }}
        tabs={tabs}
        current={location.split("/")[1] || "home"}
        clients={[]}
        client=""
        onClient={() => navigate("/")}
        person={{ name: "" }}
        menu={[{ entries: [{ id: "sign-out", label: "Sign out" }] }]}
        onMenu={() => navigate("/sign-out")}
      >
        <Routes />
      </Shell>
    </Navigation>
  );
}
