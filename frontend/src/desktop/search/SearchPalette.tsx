import { Building2, CornerDownRight, FileText, ListChecks, List as ListIcon, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Dialog } from "react-aria-components/Dialog";
import { Input } from "react-aria-components/Input";
import { Header, ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { SearchField } from "react-aria-components/SearchField";
import { useLocation } from "wouter";
import { StatusGlyph } from "#/shared/StatusGlyph";
import type { Icon } from "#/ui/icon";
import { KeyCap } from "#/ui/KeyCap";
import type { view } from "../api";
import { sign } from "../status";
import { commands, placeOf } from "./places";
import { useSearch } from "./queries";
import css from "./SearchPalette.module.css";

const icons: Record<string, Icon> = {
  client: Building2,
  engagement: ListIcon,
  file: FileText,
  request: ListChecks,
  action: CornerDownRight,
};

/** Ctrl K: clients, engagements and files, then commands. With nothing typed, the last ones opened. */
export function SearchPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [, navigate] = useLocation();
  const words = text.trim();
  const found = useSearch(words);
  const hits = found.data?.results ?? [];
  const acts = commands(text);
  const open = (to: string) => {
    onClose();
    navigate(to);
  };
  const enter = useFirst(words, found.isPending || found.isPlaceholderData, () => {
    const first = hits[0] ? placeOf(hits[0]) : acts[0]?.to;
    if (first) open(first);
  });
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className={css.overlay}
    >
      <Modal className={css.modal}>
        <Dialog aria-label="Search" className={css.dialog}>
          <Autocomplete inputValue={text} onInputChange={setText}>
            <SearchField aria-label="Search clients, engagements, files" autoFocus className={css.field}>
              <Search size={18} />
              <Input
                className={css.input}
                placeholder="Search clients, engagements, files"
                onKeyDownCapture={enter}
              />
              <KeyCap keys={["Esc"]} />
            </SearchField>
            <ListBox
              aria-label="Results"
              className={css.list}
              onAction={(key) => open(String(key))}
              renderEmptyState={() => (
                <p className={css.none}>
                  {found.isFetching ? "Looking…" : "Nothing on this computer matches."}
                </p>
              )}
            >
              {hits.length > 0 && (
                <ListBoxSection id="hits" aria-label={found.data?.recent ? "Last opened" : "Found"}>
                  <Header className={css.head}>{found.data?.recent ? "Last opened" : "Found"}</Header>
                  {hits.map((hit) => (
                    <Hit key={placeOf(hit)} hit={hit} />
                  ))}
                </ListBoxSection>
              )}
              {acts.length > 0 && (
                <ListBoxSection id="commands" aria-label="Commands">
                  <Header className={css.head}>Commands</Header>
                  {acts.map((act) => (
                    <ListBoxItem key={act.to} id={act.to} textValue={act.label} className={css.item}>
                      <CornerDownRight size={16} className={css.icon} />
                      <span className={css.title}>{act.label}</span>
                    </ListBoxItem>
                  ))}
                </ListBoxSection>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/**
 * What Enter does for people who type faster than results are there and marked: it opens the first for what they
 * typed. Who chose one with the arrow keys opens that.
 */
function useFirst(words: string, waiting: boolean, openFirst: () => void) {
  const [typed, setTyped] = useState({ words, chose: false, entered: false });
  const now = typed.words === words ? typed : { words, chose: false, entered: false };
  const arrived = useEffectEvent(openFirst);
  const due = now.entered && !waiting;
  useEffect(() => {
    if (due) arrived();
  }, [due]);
  return (e: KeyboardEvent<HTMLElement>) => {
    const marked = e.currentTarget.closest("[role=dialog]")?.querySelector("[role=option][data-focused]");
    if (e.key !== "Enter") {
      setTyped({ words, chose: e.key === "ArrowDown" || e.key === "ArrowUp", entered: false });
      return;
    }
    if (e.nativeEvent.isComposing || (marked && (now.chose || !waiting))) return;
    e.preventDefault();
    e.stopPropagation();
    setTyped({ ...now, entered: true });
  };
}

function Hit({ hit }: { hit: view.SearchResult }) {
  const Glyph = icons[hit.kind] ?? CornerDownRight;
  return (
    <ListBoxItem id={placeOf(hit)} textValue={`${hit.title} ${hit.detail}`} className={css.item}>
      {hit.kind === "engagement" && hit.status.code ? (
        <StatusGlyph status={sign(hit.status.code)} />
      ) : (
        <Glyph size={16} className={css.icon} />
      )}
      <span className={css.title}>{hit.title}</span>
      <span className={css.detail}>{hit.detail}</span>
    </ListBoxItem>
  );
}
