import { FieldsLayer, type FieldsLayerProps } from "#/shared/pdf/FieldsLayer";
import type { PageField } from "#/shared/pdf/field";
import css from "./SignerFields.module.css";

export interface SignerFieldsProps extends FieldsLayerProps {
  /** The names of the signers, in order: each has a colour of its own, and the initials say the rest. */
  signers: readonly string[];
}

const tints = [css.first, css.second, css.third];

/** The fields of one page, tinted by who fills them. */
export function SignerFields({ signers, fields, ...layer }: SignerFieldsProps) {
  const owners = [...new Set(fields.map((f) => f.signer))];
  return owners.map((owner) => (
    <div key={owner} className={tintOf(signers, owner)}>
      <FieldsLayer {...layer} fields={fields.filter((f: PageField) => f.signer === owner)} />
    </div>
  ));
}

/** The class that tints what belongs to a signer. */
export function tintOf(signers: readonly string[], name: string): string | undefined {
  return tints[Math.min(Math.max(signers.indexOf(name), 0), tints.length - 1)];
}
