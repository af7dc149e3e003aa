import { Minus, Square, X } from "lucide-react";
import { IconButton } from "#/ui/IconButton";

export interface WindowControlsProps {
  onMinimise: () => void;
  onMaximise: () => void;
  onClose: () => void;
}

/** The three buttons of a window that draws its own frame. */
export function WindowControls({ onMinimise, onMaximise, onClose }: WindowControlsProps) {
  return (
    <>
      <IconButton label="Minimize" icon={Minus} onPress={onMinimise} />
      <IconButton label="Maximize" icon={SmallSquare} onPress={onMaximise} />
      <IconButton label="Close" icon={X} onPress={onClose} />
    </>
  );
}

function SmallSquare({ className }: { className?: string }) {
  return <Square size={12} className={className} />;
}
