// A message finds the person who is there; the answer is in the portal, and nothing is left to do.
import assert from "node:assert/strict";
import { expectText } from "./harness/expect.mjs";
import { story } from "./harness/journeys.mjs";
import { until } from "./harness/until.mjs";

const question = "We sold the old van in November. Where does that go?";
const answer = "Send us the bill of sale, Ruth; it belongs to Form 4797.";

const { journey, audit } = story({}, async (world) => {
  await world.startRelay();
  const dana = await world.desk("Dana");
  const priya = await world.desk("Priya");
  const ruth = await world.contact("ruth@acme.example");
  await ruth.client("Acme Ltd");
  return { dana, priya, ruth };
});

journey("Ruth writes; Tom is away, so it is Dana's to answer", async ({ dana, priya, ruth }) => {
  await dana.section("Today");
  await ruth.tab("Messages");
  await ruth.heading("Messages").waitFor();
  await ruth.write(question);
  await ruth.look("messages");
  const row = dana.row(new RegExp(`^Ruth Adeyemi, ${question.slice(0, 20)}`));
  await row.click();
  await dana.look("today, a message");
  await dana.button("Open conversation").click();
  await expectText(
    dana.page.locator("main"),
    /Routed to you\. Tom prepares this engagement but is away until/,
  );
  await priya.section("Messages");
  await priya.page.getByText("No messages for you.").waitFor();
  await priya.look("messages, none");
});

journey(
  "Dana answers; Ruth reads it, gets a mail without its words, and the task is gone",
  async ({ world, dana, ruth }) => {
    const before = world.outbox.seen();
    await ruth.home(); // she looks elsewhere
    await dana.section("Messages");
    await dana.row("Ruth Adeyemi, Acme Ltd").click();
    const conversation = dana.page.getByRole("list", { name: "Conversation" });
    await expectText(conversation, new RegExp(question.slice(0, 30)));
    await dana.look("messages");
    await dana.page.getByRole("textbox", { name: "Write to Ruth" }).fill(answer);
    await dana.button(/^Send/).click();
    await expectText(conversation, /Form 4797/);
    await until("the task to be gone", async () => (await dana.button("Settle").count()) === 0);

    await ruth.page
      .getByRole("navigation", { name: "Pages" })
      .first()
      .getByRole("link", { name: /Messages.*1/ })
      .waitFor();
    await ruth.tab("Messages");
    await ruth.message(answer).waitFor();
    await expectText(ruth.message(answer), /Dana/);

    await dana.section("Today");
    await dana.row(/^Jon Calloway, /).waitFor();
    for (const text of [question, "Is the new van a repair"]) {
      await until(`“${text}” to leave Today`, async () => (await dana.row(text).count()) === 0);
    }
    for (const mail of world.outbox.since("ruth@acme.example", before)) {
      assert.doesNotMatch(
        mail.subject + mail.text,
        /4797|bill of sale|van/,
        "a mail carries what was written",
      );
    }
  },
);

journey("a note for the office stays in the office", async ({ dana, priya, ruth }) => {
  await dana.section("Messages");
  await dana.page.getByRole("radio", { name: /^Clients/ }).check({ force: true });
  await dana.row("Ruth Adeyemi, Acme Ltd").click();
  await dana.page.getByRole("radio", { name: "Note to the office" }).check({ force: true });
  await dana.page.getByRole("textbox", { name: /note/i }).fill("She will be surprised by the recapture.");
  await dana.button(/^Save note/).click();
  await expectText(dana.page.getByRole("list", { name: "Conversation" }), /surprised by the recapture/);
  await priya.engagement("Acme Ltd");
  await priya.button("Message Ruth").click();
  await expectText(priya.page.getByRole("list", { name: "Conversation" }), /surprised by the recapture/);
  await priya.look("conversation with a note");
  await ruth.write("Thank you!");
  assert.doesNotMatch(await ruth.page.locator("body").innerText(), /recapture/);
});

audit();
