import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import type { Act } from "./useAct";

/** Why an act was not taken, beside what was pressed. Draws nothing while all is well. */
export function ActError({ act }: { act: Pick<Act, "error" | "clear"> }) {
  if (!act.error) return null;
  return (
    <ErrorBox
      title={act.error.message}
      actions={
        <Button size="small" onPress={act.clear}>
          Dismiss
        </Button>
      }
    >
      {act.error.hint}
    </ErrorBox>
  );
}
