import type { ReactNode } from "react";
import { RouterProvider } from "react-aria-components";
import { I18nProvider } from "react-aria-components/I18nProvider";

export interface NavigationProps {
  /** Moves inside the app, from the router in use. */
  navigate: (path: string) => void;
  /** What a path looks like in the address bar; the desktop puts `#` before it. */
  useHref?: (path: string) => string;
  children: ReactNode;
}

/** Lets every Link, ButtonLink and menu entry below go through one router, and fixes the locale the pages are written in. */
export function Navigation({ navigate, useHref, children }: NavigationProps) {
  return (
    <I18nProvider locale="en-US">
      <RouterProvider navigate={navigate} useHref={useHref}>
        {children}
      </RouterProvider>
    </I18nProvider>
  );
}
