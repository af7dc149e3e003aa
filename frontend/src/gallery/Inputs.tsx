import { Bell, Ellipsis, FolderOpen, MessageSquare, Search, Trash2, UserPlus } from "lucide-react";
import { useState } from "react";
import { SignaturePad } from "#/shared/sign/SignaturePad";
import type { Signature } from "#/shared/sign/signature";
import { Avatar } from "#/ui/Avatar";
import { Banner } from "#/ui/Banner";
import { Button } from "#/ui/Button";
import { Checkbox } from "#/ui/Checkbox";
import { Field } from "#/ui/Field";
import { FileDrop } from "#/ui/FileDrop";
import { IconButton } from "#/ui/IconButton";
import { KeyCap } from "#/ui/KeyCap";
import { Menu } from "#/ui/Menu";
import { OtpField } from "#/ui/OtpField";
import { Popover } from "#/ui/Popover";
import { RadioGroup } from "#/ui/RadioGroup";
import { Select } from "#/ui/Select";
import { Switch } from "#/ui/Switch";
import { Tabs } from "#/ui/Tabs";
import { Tag } from "#/ui/Tag";
import { TextArea } from "#/ui/TextArea";
import { Views } from "#/ui/Views";
import { Block, Row } from "./Block";
import css from "./Gallery.module.css";

/** Everything one types into or presses. */
export function Inputs() {
  return (
    <main className={css.sheet}>
      <div className={css.columns}>
        <div className={css.column}>
          <Choices />
          <Text />
        </div>
        <div className={css.column}>
          <Overlays />
          <Block title="Code">
            <Code />
          </Block>
          <Block title="File drop">
            <FileDrop hint="PDF, photos, Word or Excel, up to 200 MB each" onFiles={() => undefined} />
          </Block>
        </div>
        <div className={css.column}>
          <Block title="Signature">
            <Signing />
          </Block>
          <Block title="Small things">
            <Row>
              <Tag>Copy</Tag>
              <Tag tone="outline">2 notes answered</Tag>
              <Tag tone="accent">Latest</Tag>
              <Tag tone="warn">Needs a home</Tag>
              <Tag tone="danger">Refused</Tag>
              <Tag tone="info">New</Tag>
            </Row>
            <Row>
              <Avatar name="Tom Okafor" />
              <Avatar name="Acme Ltd" kind="client" size="large" />
              <Avatar name="Priya Raman" size="small" />
              <KeyCap keys={["Ctrl", "Enter"]} />
              <IconButton label="Notices, 2 new" icon={Bell} dot />
              <IconButton label="More" icon={Ellipsis} look="box" />
            </Row>
          </Block>
          <Block title="Banners">
            <Banner
              tone="warn"
              title="You’re offline."
              action={<Button look="link">See what’s queued</Button>}
            >
              Keep reviewing.
            </Banner>
            <Banner tone="danger" title="S: can’t be reached since 1:52 PM.">
              Filing waits.
            </Banner>
            <Banner tone="info" title="An update is ready." action={<Button look="link">Restart</Button>} />
          </Block>
        </div>
      </div>
    </main>
  );
}

function Choices() {
  const [on, setOn] = useState(true);
  const [radio, setRadio] = useState("share");
  const [view, setView] = useState("all");
  return (
    <>
      <Block title="Checkbox, switch, radio">
        <Row>
          <Checkbox checked={on} onChange={setOn}>
            Ties to trial balance
          </Checkbox>
          <Checkbox>Open notes settled</Checkbox>
          <Checkbox indeterminate>Some</Checkbox>
          <Checkbox disabled>Not yours</Checkbox>
          <Checkbox error>Needed</Checkbox>
        </Row>
        <Switch checked={on} onChange={setOn} spread detail="41 pages">
          “Client copy” on filed forms
        </Switch>
        <Switch checked={false} disabled spread>
          Mask account numbers
        </Switch>
        <RadioGroup
          label="When a file is saved in To client"
          value={radio}
          onChange={setRadio}
          options={[
            { id: "share", label: "Show it at once" },
            { id: "hold", label: "After 60 seconds", hint: "Time to change your mind" },
          ]}
        />
      </Block>
      <Block title="Views and tabs">
        <Views
          label="Views"
          selected={view}
          onChange={setView}
          views={[
            { id: "all", label: "All", count: 128 },
            { id: "open", label: "Open", count: 113 },
            { id: "mine", label: "Mine", count: 34 },
          ]}
        />
        <Tabs
          label="Reply"
          aside="Ruth’s notice won’t contain the text"
          tabs={[
            { id: "reply", label: "Reply to Ruth", content: "Text" },
            { id: "note", label: "Note to the office", content: "Note" },
          ]}
        />
      </Block>
    </>
  );
}

function Text() {
  const [text, setText] = useState("");
  const [who, setWho] = useState<string | null>("tom");
  return (
    <Block title="Fields">
      <Field
        label="Filter by client or form"
        labelHidden
        icon={Search}
        keys={["/"]}
        placeholder="Filter by client or form"
        value={text}
        onChange={setText}
      />
      <Field label="Title" optional hint="Clients read it on the request." value={text} onChange={setText} />
      <Field label="Folder" value="S:\Clients" onChange={() => undefined} disabled />
      <TextArea label="Anything Tom should know?" optional value={text} onChange={setText} />
      <TextArea
        label="Why"
        value=""
        onChange={() => undefined}
        error="Say what should change, so that Tom can do it."
      />
      <Row>
        <Select
          label="Owner"
          value={who}
          onChange={setWho}
          options={[
            { id: "tom", label: "Tom Okafor", hint: "Preparer" },
            { id: "lena", label: "Lena Brandt" },
          ]}
        />
        <Select
          label="Whose papers"
          labelHidden
          look="switcher"
          value="acme"
          onChange={() => undefined}
          options={[{ id: "acme", label: "Acme Ltd" }]}
        />
      </Row>
    </Block>
  );
}

function Overlays() {
  return (
    <Block title="Menu and popover">
      <Row>
        <Menu
          label="More"
          trigger={<Button>More</Button>}
          onAction={() => undefined}
          groups={[
            {
              title: "This engagement",
              entries: [
                { id: "assign", label: "Assign…", icon: UserPlus, keys: ["A"] },
                { id: "message", label: "Message Ruth", icon: MessageSquare, keys: ["M"] },
                {
                  id: "open",
                  label: "Open folder",
                  icon: FolderOpen,
                  keys: ["O"],
                  hint: "S:\\Clients\\Acme Ltd",
                },
              ],
            },
            { entries: [{ id: "withdraw", label: "Withdraw", icon: Trash2, danger: true }] },
          ]}
        />
        <Popover trigger={<Button>What is waiting</Button>} title="3 changes waiting">
          They go out when you are back.
        </Popover>
      </Row>
    </Block>
  );
}

function Code() {
  const [code, setCode] = useState("4097");
  return (
    <>
      <OtpField label="Code from the text message" value={code} onChange={setCode} />
      <OtpField
        label="Code"
        value="123456"
        onChange={() => undefined}
        error="That code doesn’t match. 4 tries left, or have us call you."
      />
    </>
  );
}

function Signing() {
  const [signature, setSignature] = useState<Signature>({ kind: "typed", name: "Ruth Adeyemi" });
  return <SignaturePad value={signature} onChange={setSignature} />;
}
