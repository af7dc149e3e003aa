// Who gets into the portal, and who does not.
import assert from "node:assert/strict";
import { story } from "./harness/journeys.mjs";

const ruth = "ruth@acme.example";
const jo = "jo@quarryroad.example";

const { journey, audit } = story({}, async (world) => {
  await world.startRelay();
  return {};
});

journey("Ruth signs in with the code from the mail, and signs out", async ({ world }) => {
  const portal = await world.visitor("ruth");
  await portal.open();
  await portal.button("Send me a code").waitFor();
  await portal.look("sign in");
  const mail = await portal.askForMail(ruth);
  assert.match(mail.text, /Hello Ruth/);
  assert.doesNotMatch(mail.subject + mail.text, /Acme|Adeyemi/, "the mail names no client");
  await portal.look("code");
  await portal.typeCode(mail.code);
  await portal.inside();
  await portal.look("home");
  assert.ok(!portal.page.url().includes(mail.link.split("#/link/")[1]), "the address keeps no token");

  await portal.button(/your account/).click();
  await portal.page.getByRole("menuitem", { name: /Sign out/ }).click();
  await portal.button("Send me a code").waitFor();
  const kept = await portal.page.evaluate(() => [sessionStorage.length, localStorage.length]);
  assert.deepEqual(kept, [0, 0], "nothing stays on the device");
});

journey("a link works once, on any device, and its code ends with it", async ({ world }) => {
  const asking = await world.visitor("asks");
  const mail = await asking.askForMail(ruth);

  const phone = await world.visitor("phone", { viewport: { width: 390, height: 800 }, hasTouch: true });
  await phone.followLink(mail.link);
  await phone.page.getByText(`You are signing in as ${ruth}`).waitFor();
  await phone.look("link, on a phone");
  await phone.button("Sign in").click();
  await phone.inside();
  await phone.look("home, on a phone");

  const thief = await world.visitor("thief");
  await thief.followLink(mail.link);
  await thief.heading("This link doesn’t work any more").waitFor();
  await thief.look("used link");

  await asking.typeCode(mail.code);
  await asking.page.getByText(/This was used already/).waitFor();
});

journey("a code works only in the browser that asked for it", async ({ world }) => {
  const asking = await world.visitor("asks");
  const { code } = await asking.askForMail(ruth);
  const thief = await world.visitor("thief");
  await thief.askForMail(ruth);
  await thief.typeCode(code);
  await thief.page.getByText("That code doesn't match.").waitFor();
  await asking.typeCode(code);
  await asking.inside();
});

journey("five wrong codes end a sign-in, also for the right one", async ({ world }) => {
  const portal = await world.visitor("guesses");
  const { code } = await portal.askForMail(jo);
  const wrong = code === "000000" ? "111111" : "000000";
  for (const left of [
    "4 tries left",
    "3 tries left",
    "2 tries left",
    "One try left",
    "it was the last try",
  ]) {
    await portal.typeCode("");
    await portal.typeCode(wrong);
    await portal.page.getByText(left).waitFor();
  }
  const status = await portal.page.evaluate(
    async (body) =>
      (
        await fetch("/portal/api/sign-in/code", {
          method: "POST",
          body,
          headers: { "Content-Type": "application/json" },
        })
      ).status,
    JSON.stringify({ code }),
  );
  assert.equal(status, 410, "the right code comes too late");
});

journey("an old mail opens nothing", async ({ world }) => {
  const portal = await world.visitor("late");
  const mail = await portal.askForMail(jo);
  await world.letQuarterHourPass();
  await portal.typeCode(mail.code);
  await portal.page.getByText(/older than 15 minutes/).waitFor();
  await portal.followLink(mail.link);
  await portal.heading("This link doesn’t work any more").waitFor();
});

journey("an address that nobody has gets the same answer and no mail", async ({ world }) => {
  const before = world.outbox.seen();
  const stranger = await world.visitor("stranger");
  await stranger.open();
  await stranger.page.getByLabel("E-mail address").fill("nobody@acme.example");
  await stranger.button("Send me a code").click();
  await stranger.heading("Look at your e-mail").waitFor();
  const known = await world.visitor("known");
  await known.askForMail("grace@hollisreed.example");
  assert.deepEqual(world.outbox.since("nobody@acme.example", before), []);
});

journey("another client's contact sees nothing of Ruth's", async ({ world }) => {
  const portal = await world.contact(ruth);
  const clients = await portal.page.evaluate(
    async () => (await (await fetch("/portal/api/me")).json()).clients,
  );
  const acme = clients.find((c) => c.name === "Acme Ltd").id;
  await portal.followLink(`${world.url}/portal/#/c/${acme}/documents`);
  await portal.heading("Documents").waitFor();
  const file = portal.page.getByRole("link", { name: /^Download/ }).first();
  const href = await file.getAttribute("href");
  const status = (at) =>
    at.page.evaluate(
      async (urls) => Promise.all(urls.map(async (url) => (await fetch(url)).status)),
      [
        href,
        `/portal/api/clients/${acme}/home`,
        `/portal/api/clients/${acme}/documents`,
        `/portal/api/clients/${acme}/messages`,
      ],
    );
  assert.deepEqual(await status(portal), [200, 200, 200, 200]);

  const other = await world.contact(jo);
  assert.deepEqual(await status(other), [404, 404, 404, 404]);
  await other.followLink(`${world.url}/portal/#/c/${acme}/documents`);
  await other.inside();
  assert.doesNotMatch(await other.page.locator("body").innerText(), /Acme|Adeyemi|Draft financials/);

  const nobody = await world.visitor("nobody");
  await nobody.open();
  await nobody.button("Send me a code").waitFor();
  assert.deepEqual(await status(nobody), [401, 401, 401, 401]);
});

audit();
