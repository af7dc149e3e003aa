import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { ToastProvider } from "#/ui/Toast";
import { App } from "../App";
import type { Me } from "../api.gen";
import { secondsLeft } from "./IdleWarning";

const me: Me = {
  name: "Ruth Adeyemi",
  first: "Ruth",
  initials: "RA",
  email: "ruth@acme.example",
  clients: [],
  session: { left: 86_400, idle: 7_200 },
  maxFile: 1 << 30,
};

/** A server of canned answers by "METHOD /path"; a function may change its mind. */
function server(answers: Record<string, () => [status: number, body?: unknown]>) {
  const heard: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const call = `${request.method} ${new URL(request.url, "http://x").pathname.replace("/portal/api", "")}`;
    const body = request.method === "POST" ? await request.text() : "";
    heard.push(body ? `${call} ${body}` : call);
    const [status, answer] = answers[call]?.() ?? [
      404,
      { code: "not-found", message: "Nothing", title: "", status: 404 },
    ];
    const type = status < 300 ? "application/json" : "application/problem+json";
    return new Response(answer === undefined ? null : JSON.stringify(answer), {
      status,
      headers: { "Content-Type": type },
    });
  });
  return heard;
}

function show() {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <ToastProvider>
        <App />
      </ToastProvider>
    </QueryClientProvider>,
  );
}

afterEach(() => {
  vi.unstubAllGlobals();
  location.hash = "";
});

test("an address, then the code from the mail; a wrong code says how many tries are left", async () => {
  let inside = false;
  const heard = server({
    "GET /welcome": () => [200, { firm: "Lindqvist & Moore", ended: false, me: inside ? me : undefined }],
    "POST /sign-in": () => [202, { minutes: 15, digits: 6 }],
    "POST /sign-in/code": () => {
      if (heard.at(-1)?.includes("111111")) {
        return [
          422,
          {
            code: "bad-code",
            message: "That code doesn't match.",
            hint: "4 tries left.",
            title: "",
            status: 422,
          },
        ];
      }
      inside = true;
      return [204];
    },
  });
  const user = userEvent.setup();
  show();
  await screen.findByRole("heading", { name: "Sign in" });
  await user.type(screen.getByRole("textbox", { name: "E-mail address" }), "ruth@acme.example");
  await user.click(screen.getByRole("button", { name: "Send me a code" }));
  await user.type(await screen.findByRole("textbox", { name: "Code" }), "111111");
  await screen.findByText("That code doesn't match. 4 tries left.");
  await user.clear(screen.getByRole("textbox", { name: "Code" }));
  await user.type(screen.getByRole("textbox", { name: "Code" }), "123456");
  await waitFor(() => expect(screen.queryByRole("textbox", { name: "Code" })).toBeNull());
  expect(heard).toContain('POST /sign-in {"email":"ruth@acme.example","remember":false,"at":""}');
});

test("a link signs nobody in before the button is pressed, and says whom", async () => {
  location.hash = "#/link/token-1";
  const heard = server({
    "GET /welcome": () => [200, { firm: "", ended: false }],
    "POST /sign-in/link/about": () => [200, { email: "ruth@acme.example" }],
    "POST /sign-in/link": () => [204],
  });
  show();
  await screen.findByText("ruth@acme.example");
  expect(heard.some((h) => h.startsWith("POST /sign-in/link {"))).toBe(false);
  await userEvent.setup().click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(heard).toContain('POST /sign-in/link {"token":"token-1"}'));
  await waitFor(() => expect(location.hash).toBe("#/"));
});

test("a link that was used says so and offers a new code", async () => {
  location.hash = "#/link/token-1";
  const used = {
    code: "expired",
    message: "This was used already.",
    hint: "Ask for a new one.",
    title: "",
    status: 410,
  };
  server({
    "GET /welcome": () => [200, { firm: "", ended: false }],
    "POST /sign-in/link/about": () => [410, used],
  });
  show();
  await screen.findByText("This was used already.");
  expect(screen.getByRole("link", { name: "Sign in with a new code" })).toBeTruthy();
});

test("a session is reckoned on this device's own clock, from its last word with the server", () => {
  const minute = 60_000;
  expect(secondsLeft(me, 0, 0, 0)).toBe(7_200);
  expect(secondsLeft(me, 0, 30 * minute, 30 * minute)).toBe(7_200);
  expect(secondsLeft(me, 0, 23 * 60 * minute, 23 * 60 * minute)).toBe(3_600);
  expect(secondsLeft({ ...me, session: { left: 86_400, idle: 0 } }, 0, 0, 12 * 60 * minute)).toBe(43_200);
});
