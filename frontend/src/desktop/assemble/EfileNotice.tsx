import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";

export interface EfileNoticeProps {
  /** "8879" */
  form: string;
  /** Makes it a package without signers. */
  onPrint: () => void;
}

/** An e-file authorisation cannot be signed through the portal; these are the ways it can. */
export function EfileNotice({ form, onPrint }: EfileNoticeProps) {
  return (
    <ErrorBox
      title={`Form ${form} cannot be signed through the portal.`}
      actions={
        <Button size="small" onPress={onPrint}>
          Send it without signers
        </Button>
      }
    >
      It authorises e-filing, and for that the IRS asks for an identity check that Tieout does not make yet.
      Two ways are open: send it without signers, and the client prints, signs and photographs it; or have it
      signed in your office. Either way the signed copy comes back as a file. You can also take the form out
      and have the rest signed here.
    </ErrorBox>
  );
}
