import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { RequestMeter } from "./RequestMeter";
import { StatusChip } from "./StatusChip";
import { StepBars } from "./StepBars";
import { Stepper } from "./Stepper";
import { SyncPill } from "./SyncPill";
import { statusWords } from "./status";
import { TieMark } from "./TieMark";

test.each([
  ["waiting", "Waiting on information", "Waiting for you"],
  ["preparing", "In preparation", "In preparation"],
  ["reviewing", "In review", "In review"],
  ["ready", "Ready for delivery", "Nearly ready"],
  ["signing", "Out for signature", "Ready for you to sign"],
  ["complete", "Complete", "Complete"],
  ["held", "On hold", "Paused, we’ll be in touch"],
  ["withdrawn", "Withdrawn", "Closed"],
] as const)("%s reads %s in the office and %s to a client", (status, office, client) => {
  expect(statusWords(status)).toBe(office);
  expect(statusWords(status, "client")).toBe(client);
});

test("an extension says to when", () => {
  render(<StatusChip status="extended" reader="client" until="Sep 15" />);
  expect(screen.getByText("Extended to Sep 15")).toBeTruthy();
});

test("the stepper marks where the engagement is, and what is behind it", () => {
  render(<Stepper current="reviewing" facts={{ reviewing: "Priya, then Dana" }} />);
  const steps = screen.getAllByRole("listitem");
  expect(steps.map((s) => s.getAttribute("aria-current"))).toEqual([null, null, "step", null, null, null]);
  expect(steps[1]?.textContent).toBe("Done: In preparation");
  expect(steps[2]?.textContent).toBe("In reviewPriya, then Dana");
});

test("a phone hears the step by number", () => {
  render(<StepBars current="waiting" share={0.5} />);
  expect(screen.getByRole("list", { name: "Step 1 of 6" })).toBeTruthy();
});

test("the meter draws one segment per request up to sixteen, then a bar, always with the figure", () => {
  const { container, rerender } = render(<RequestMeter done={5} total={7} />);
  expect(screen.getByRole("img", { name: "5 of 7 requests are in" }).textContent).toBe("5/7");
  expect(container.querySelectorAll(".done")).toHaveLength(5);
  expect(container.querySelectorAll(".open")).toHaveLength(2);
  rerender(<RequestMeter done={30} total={41} />);
  expect(container.querySelectorAll(".done, .open")).toHaveLength(0);
  expect(screen.getByText("30/41")).toBeTruthy();
});

test("the pill announces a change of state, not each second", () => {
  const { rerender } = render(<SyncPill state={{ kind: "tied", ago: "2 s ago" }} />);
  const said = () => screen.getByRole("status").textContent;
  expect(said()).toBe("Tied out");
  rerender(<SyncPill state={{ kind: "tied", ago: "3 s ago" }} />);
  expect(said()).toBe("Tied out");
  expect(screen.getByText("3 s ago")).toBeTruthy();
  rerender(<SyncPill state={{ kind: "offline", waiting: 1 }} />);
  expect(said()).toBe("Offline");
  expect(screen.getByText("1 change waiting")).toBeTruthy();
});

test("a tie names both versions, and its tick is drawn only when it ties just now", () => {
  const { container, rerender } = render(
    <TieMark tie={{ kind: "moving", percent: 64 }} detail="v2, 1:02 PM" />,
  );
  expect(screen.getByRole("img", { name: "Moving, 64%. v2, 1:02 PM" })).toBeTruthy();
  rerender(<TieMark tie={{ kind: "tied" }} />);
  expect(container.querySelector(".drawn")).toBeTruthy();
  const fresh = render(<TieMark tie={{ kind: "tied" }} />);
  expect(fresh.container.querySelector(".drawn")).toBeNull();
});
