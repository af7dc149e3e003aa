/** The portal's own addresses. They live behind `#`, so no server and no log ever sees them. */
export const paths = {
  home: (client: string) => `/c/${client}`,
  messages: (client: string, engagement?: string) =>
    engagement ? `/c/${client}/messages/${engagement}` : `/c/${client}/messages`,
  documents: (client: string) => `/c/${client}/documents`,
  request: (client: string, engagement: string, request: string) =>
    `/c/${client}/requests/${engagement}/${request}`,
  send: (client: string, engagement: string) => `/c/${client}/send/${engagement}`,
  read: (client: string, engagement: string, document: string, version: number) =>
    `/c/${client}/read/${engagement}/${document}/${version}`,
  sign: (client: string, engagement: string, deliverable: string) =>
    `/c/${client}/sign/${engagement}/${deliverable}`,
};

/** Links carry the `#`, so that "copy link" and middle click work too. Files come from the server and stay as they are. */
export function hashHref(to: string): string {
  return to.startsWith("/portal/") ? to : `#${to}`;
}
