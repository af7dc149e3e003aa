import type { ComponentType } from "react";

/** What a component accepts as an icon: any lucide icon, or a drawing with the same props. Icons are decoration and hidden from screen readers. */
export type Icon = ComponentType<{ size?: number | string; className?: string }>;
