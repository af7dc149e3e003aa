/** What has been read, by name. Everything of a client starts with its key, so that one hint reaches all of it. */
export const keys = {
  welcome: ["welcome"] as const,
  client: (client: string) => ["client", client] as const,
  home: (client: string) => ["client", client, "home"] as const,
  requests: (client: string) => ["client", client, "requests"] as const,
  documents: (client: string) => ["client", client, "documents"] as const,
  messages: (client: string) => ["client", client, "messages"] as const,
  deliverable: (client: string, id: string) => ["client", client, "deliverable", id] as const,
};
