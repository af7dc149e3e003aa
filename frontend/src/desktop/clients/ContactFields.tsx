import { useState } from "react";
import { Field } from "#/ui/Field";
import type { view } from "../api";
import layout from "../layout.module.css";

export const noContact: view.NewContact = { name: "", email: "", phone: "", title: "" };

export interface ContactFieldsProps {
  value: view.NewContact;
  onChange: (value: view.NewContact) => void;
}

/** A person who signs in for a client. */
export function ContactFields({ value, onChange }: ContactFieldsProps) {
  const [left, setLeft] = useState(false);
  const set = (name: keyof view.NewContact) => (text: string) => onChange({ ...value, [name]: text });
  const bad = left && value.email !== "" && !/^\S+@\S+$/.test(value.email.trim());
  return (
    <div className={layout.two}>
      <Field label="Name" value={value.name} onChange={set("name")} autoComplete="off" />
      <Field
        label="E-mail"
        type="email"
        value={value.email}
        onChange={set("email")}
        onBlur={() => setLeft(true)}
        error={bad ? "An e-mail address has an @ in it. Correct it and go on." : undefined}
        hint="The sign-in link goes there."
        autoComplete="off"
      />
      <Field
        label="Mobile phone"
        optional
        type="tel"
        value={value.phone}
        onChange={set("phone")}
        autoComplete="off"
      />
      <Field
        label="Title"
        optional
        value={value.title}
        onChange={set("title")}
        hint="President, trustee, …"
      />
    </div>
  );
}
