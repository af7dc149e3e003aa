import { count } from "#/shared/format";
import { Avatar } from "#/ui/Avatar";
import { Panel } from "#/ui/Panel";
import { Tag } from "#/ui/Tag";
import type { view } from "../api";
import css from "./Publish.module.css";

/** Who signs what was approved, in order. */
export function SignersList({ draft }: { draft: view.DraftPage }) {
  const { signers, inOrder } = draft;
  return (
    <Panel
      look="bare"
      title="Signers"
      meta={signers.length > 1 ? (inOrder ? "in this order" : "in any order") : undefined}
    >
      {signers.length === 0 ? (
        <p className={css.quiet}>Nobody signs this one. It is delivered to read and keep.</p>
      ) : (
        <ol className={css.people}>
          {signers.map((signer, place) => (
            <li key={signer.id} className={css.person}>
              <span className={css.place}>{place + 1}</span>
              <Avatar name={signer.name} kind="client" decorative />
              <span className={css.names}>
                <span className={css.name}>{signer.name}</span>
                <span className={css.meta}>{[signer.role, signer.email].filter(Boolean).join(" · ")}</span>
              </span>
              {signer.active ? (
                <Tag tone="accent">{count(signer.fields, "field")}</Tag>
              ) : (
                <Tag tone="warn">cannot sign in</Tag>
              )}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
