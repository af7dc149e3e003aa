import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import { asApiError } from "./api";

/** What could not be read, why, and the way to try once more. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { code, message, hint } = asApiError(error);
  return (
    <ErrorBox
      title={code === "internal" ? "We can’t show this right now." : message}
      actions={
        onRetry && (
          <Button size="small" onPress={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {code === "internal" ? "Your files are safe. Try again in a moment." : hint}
    </ErrorBox>
  );
}
