import type { Api, Changed } from "../api";

/** Canned answers to some calls; what is missing fails as Go would. */
export type Fake = {
  [M in keyof Api]?: (
    ...args: Parameters<Api[M]>
  ) => Awaited<ReturnType<Api[M]>> | Promise<Awaited<ReturnType<Api[M]>>>;
};

/** What Go sends for a refusal. */
export function refusal(code: string, message: string, hint = ""): Error {
  return new Error(JSON.stringify({ code, message, hint }));
}

export interface Bridge {
  /** Every call so far, oldest first. */
  calls: { method: string; args: unknown[] }[];
  emit: (changed: Changed) => void;
}

/** Puts a fake of Wails' bridge into the window, below everything the pages import. */
export function install(fake: Fake): Bridge {
  const heard = new Set<(changed: Changed) => void>();
  const calls: Bridge["calls"] = [];
  const answer = (method: string) => {
    const name = method.charAt(0).toLowerCase() + method.slice(1);
    return async (...args: unknown[]) => {
      calls.push({ method: name, args });
      const canned = (fake as Record<string, ((...args: unknown[]) => unknown) | undefined>)[name];
      if (!canned) throw refusal("unexpected", `The sample has no answer to ${method}.`);
      return structuredClone(await canned(...args));
    };
  };
  const app = new Proxy({}, { get: (_, method) => answer(String(method)) });
  const nothing = () => undefined;
  const copied = async () => true;
  Object.assign(window, {
    go: { app: { App: app } },
    runtime: {
      EventsOnMultiple: (_name: string, hear: (changed: Changed) => void) => {
        heard.add(hear);
        return () => heard.delete(hear);
      },
      WindowMinimise: nothing,
      WindowToggleMaximise: nothing,
      Quit: nothing,
      ClipboardSetText: copied,
    },
  });
  return {
    calls,
    emit: (changed) => {
      for (const hear of heard) hear(changed);
    },
  };
}
