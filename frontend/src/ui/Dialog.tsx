import type { FormEvent, ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { cx } from "./cx";
import css from "./Dialog.module.css";

export interface DialogProps {
  open: boolean;
  /** Esc and, unless `alert`, a press outside: the harmless choice. */
  onClose: () => void;
  title: string;
  children?: ReactNode;
  /** Named buttons, the harmless one first, the primary last. Never "OK". */
  actions: ReactNode;
  /** Enter in a field submits; give the primary action `type="submit"`. */
  onSubmit?: () => void;
  /** Interrupts: needs an answer, a press outside does not close it. */
  alert?: boolean;
  size?: "normal" | "wide";
}

/** Only to choose between things, or before what cannot be undone. Focus stays inside and returns afterwards. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  actions,
  onSubmit,
  alert,
  size = "normal",
}: DialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  const body = (
    <>
      <Heading slot="title" level={2} className={css.title}>
        {title}
      </Heading>
      <div className={css.body}>{children}</div>
      <div className={css.actions}>{actions}</div>
    </>
  );
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isDismissable={!alert}
      className={css.overlay}
    >
      <Modal className={cx(css.modal, css[size])}>
        <AriaDialog role={alert ? "alertdialog" : "dialog"} className={css.dialog}>
          {onSubmit ? <form onSubmit={submit}>{body}</form> : body}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
