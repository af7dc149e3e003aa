import { Component, type ReactNode } from "react";
import { Button } from "#/ui/Button";
import { ErrorBox } from "#/ui/ErrorBox";
import layout from "./layout.module.css";

export interface ScreenBoundaryProps {
  /** A new place starts afresh. */
  place: string;
  children: ReactNode;
}

interface State {
  failed: boolean;
}

/** A screen that breaks leaves the window standing. */
export class ScreenBoundary extends Component<ScreenBoundaryProps, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  override componentDidUpdate(before: ScreenBoundaryProps): void {
    if (this.state.failed && before.place !== this.props.place) this.setState({ failed: false });
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className={layout.pad}>
        <ErrorBox
          title="This screen could not be shown."
          actions={
            <Button size="small" onPress={() => this.setState({ failed: false })}>
              Try again
            </Button>
          }
        >
          Nothing was lost. The other screens work.
        </ErrorBox>
      </div>
    );
  }
}
