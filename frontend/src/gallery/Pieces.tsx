import { Bell, Download, Eye, FileDown, MessageSquare } from "lucide-react";
import { useState } from "react";
import { CertificateSummary } from "#/shared/CertificateSummary";
import { Composer, type ComposerMode } from "#/shared/Composer";
import { FileRow } from "#/shared/FileRow";
import { MessageThread, type ThreadMessage } from "#/shared/MessageThread";
import { PinMarker } from "#/shared/PinMarker";
import { SignField } from "#/shared/pdf/SignField";
import { ReceiptCard } from "#/shared/ReceiptCard";
import { RequestMeter } from "#/shared/RequestMeter";
import { RequestRow } from "#/shared/RequestRow";
import { RoutedLine } from "#/shared/RoutedLine";
import { StepBars } from "#/shared/StepBars";
import { StepHeader } from "#/shared/StepHeader";
import { Stepper } from "#/shared/Stepper";
import { path } from "#/shared/status";
import { Timeline } from "#/shared/Timeline";
import { UploadRow } from "#/shared/UploadRow";
import { Button } from "#/ui/Button";
import { IconButton } from "#/ui/IconButton";
import { Block, Row } from "./Block";
import css from "./Gallery.module.css";

/** The business components, each in every state. */
export function Pieces() {
  return (
    <main className={css.sheet}>
      <Stepper current="reviewing" facts={{ reviewing: "Priya, then Dana", signing: "Ruth Adeyemi" }} />
      <StepHeader
        steps={["Agree", "Read and sign", "Confirm it’s you", "Done"]}
        current={1}
        exitLabel="Finish later"
        onExit={() => undefined}
        note="Saved 9:12 AM"
      />
      <div className={css.columns}>
        <div className={css.column}>
          <Requests />
          <Block title="Step bars">
            {path.map((status) => (
              <StepBars key={status} current={status} share={0.7} />
            ))}
          </Block>
        </div>
        <div className={css.column}>
          <Messages />
          <Block title="Pins and fields">
            <Row>
              <PinMarker number={1} state="active" onPress={() => undefined} />
              <PinMarker number={2} state="open" onPress={() => undefined} />
              <PinMarker number={3} state="settled" onPress={() => undefined} />
              <PinMarker number={1} state="active" />
              <PinMarker number={2} state="open" />
            </Row>
            <SignField
              field={{ kind: "signature", label: "Sign here", signer: "Ines Marchetti", side: "client" }}
            />
            <SignField
              field={{
                kind: "signature",
                label: "ERO signs on publish",
                signer: "Dana Lindqvist",
                side: "firm",
              }}
            />
            <SignField
              selected
              field={{ kind: "date", label: "Date signed", signer: "Ines Marchetti", side: "client" }}
            />
          </Block>
        </div>
        <div className={css.column}>
          <Files />
          <Block title="Receipt and certificate">
            <ReceiptCard
              name="Ruth"
              files={2}
              request="Vehicle purchase invoice"
              at="today at 2:41 PM"
              receipt="T-4821"
            />
            <CertificateSummary
              signedBy="Ruth Adeyemi, President, Acme Ltd"
              when="Thursday, March 12, 2026, 9:18 AM EDT"
              confirmedBy="Portal sign-in, code to phone ending 0142"
              documents={["Form 8879-CORP", "TR-579-CT"]}
              seal="b41e77a05d92c3f8"
              actions={<Button icon={Download}>Signed copy</Button>}
            />
          </Block>
        </div>
      </div>
    </main>
  );
}

function Requests() {
  return (
    <Block title="Requests">
      <RequestRow title="Prior-year return" state="accepted" detail="Accepted Feb 11" />
      <RequestRow title="Health insurance" state="answered" detail="Answered Feb 23" />
      <RequestRow
        title="Bank statements"
        state="received"
        detail="3 files · 2:28 PM"
        action={<Button size="small">Accept</Button>}
      />
      <RequestRow title="Vehicle invoice" state="asked" detail="Asked Feb 24 · 7 days" />
      <RequestRow title="Loan agreement" state="overdue" detail="Reminded Mar 2" queued />
      <RequestRow title="Mileage log" state="fix" detail="Page 2 is cut off" />
      <Row>
        <RequestMeter done={5} total={7} />
        <RequestMeter done={10} total={12} />
        <RequestMeter done={13} total={16} />
        <RequestMeter done={30} total={41} />
        <RequestMeter done={3} total={3} />
        <RequestMeter done={0} total={0} />
      </Row>
    </Block>
  );
}

const messages: ThreadMessage[] = [
  {
    id: "1",
    author: "Tom Okafor",
    side: "office",
    day: "Thursday, Feb 26",
    time: "10:04 AM",
    text: "Hi Ruth, draft 3 is in your portal.",
    attached: <FileRow name="Draft financials.pdf" latest facts={["v3"]} />,
    seen: "Ruth opened it today, 9:40 AM",
  },
  {
    id: "2",
    author: "Ruth Adeyemi",
    side: "client",
    day: "Today",
    time: "2:30 PM",
    text: "Is the new van a repair or an asset?",
    linked: (
      <>
        Tieout linked this to the request <strong>Vehicle purchase invoice</strong>, still open
      </>
    ),
  },
  {
    id: "3",
    author: "Lena Brandt",
    side: "office",
    note: true,
    day: "Today",
    time: "2:36 PM",
    text: "The old van is asset 2019-07 in the register.",
  },
  {
    id: "4",
    author: "Priya Raman",
    side: "office",
    own: true,
    day: "Today",
    time: "2:40 PM",
    text: "It is an asset.",
    state: "queued",
  },
  {
    id: "5",
    author: "Priya Raman",
    side: "office",
    own: true,
    day: "Today",
    time: "2:41 PM",
    text: "Please add the invoice.",
    state: "failed",
  },
];

function Messages() {
  const [text, setText] = useState("A phone photo is fine.");
  const [mode, setMode] = useState<ComposerMode>("reply");
  return (
    <Block title="Messages">
      <RoutedLine title="Routed to you." action={<Button look="link">Change rule</Button>}>
        Tom prepares this engagement but is away until 4:00 PM, and you are his cover.
      </RoutedLine>
      <MessageThread label="The van" look="office" messages={messages} onRetry={() => undefined} />
      <Composer
        look="office"
        to="Ruth"
        value={text}
        onChange={setText}
        onSend={() => setText("")}
        mode={mode}
        onMode={setMode}
        onFiles={() => undefined}
        notice="Ruth’s notice won’t contain the text"
      />
      <Composer
        look="portal"
        to="Tom and Priya"
        value={text}
        onChange={setText}
        onSend={() => setText("")}
        onFiles={() => undefined}
      />
    </Block>
  );
}

function Files() {
  return (
    <>
      <Block title="Files">
        <FileRow
          name="First Hudson 4471, October 2025.pdf"
          facts={["6 pages", "412 KB"]}
          tie={{ kind: "tied" }}
          onOpen={() => undefined}
        />
        <FileRow
          name="Draft financials.pdf"
          look="tile"
          latest
          detail="Version 3, Feb 26 · 14 pages"
          action={<IconButton label="Download" icon={Download} />}
        />
        <UploadRow
          name="Dealer invoice, page 1.jpg"
          size={2_516_582}
          sent={2_516_582}
          state="ready"
          onRemove={() => undefined}
        />
        <UploadRow
          name="Dealer invoice, page 2.jpg"
          size={2_516_582}
          sent={1_572_864}
          state="sending"
          onRemove={() => undefined}
        />
        <UploadRow name="Loan agreement.docx" size={84_000} sent={84_000} state="received" at="2:41 PM" />
        <UploadRow
          name="Ledger.xlsx"
          size={2_516_582}
          sent={900_000}
          state="kept"
          onRemove={() => undefined}
        />
        <UploadRow
          name="setup.exe"
          size={184_000}
          sent={0}
          state="failed"
          reason="We can’t take .exe files. If it is an export, save it as PDF or Excel."
          onRetry={() => undefined}
          onRemove={() => undefined}
        />
      </Block>
      <Block title="Timeline">
        <Timeline
          label="Timeline"
          entries={[
            {
              id: "1",
              icon: MessageSquare,
              text: "Ruth asked about the van",
              detail: "2:30 PM · Routed to Tom, then to you: Tom is away until 4 PM",
            },
            {
              id: "2",
              icon: FileDown,
              text: "Ruth sent 3 bank statements",
              detail: "2:28 PM · Filed, request marked received",
            },
            { id: "3", icon: Eye, text: "Ruth opened Draft financials v3", detail: "9:40 AM" },
            {
              id: "4",
              icon: Bell,
              text: "Reminder sent about 2 requests",
              detail: "Mar 2 · Automatic, day 6",
            },
          ]}
        />
      </Block>
    </>
  );
}
