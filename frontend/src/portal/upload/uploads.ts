import { useEffect, useSyncExternalStore } from "react";
import type { UploadState } from "#/shared/UploadRow";
import { asApiError, newKey } from "../api";
import { type Keep, type KeptFile, onDevice } from "./kept";
import { sendFile } from "./send";

/** One file on its way to the office. */
export interface UploadItem {
  id: string;
  client: string;
  target: string;
  name: string;
  size: number;
  sent: number;
  state: Exclude<UploadState, "received">;
  /** Why it failed and what to do. */
  reason?: string;
  /** The office will not take it: trying again is no use. */
  refused?: boolean;
  /** The server's name for it. */
  upload?: string;
}

const refusals = new Set(["refused", "empty", "too-large", "unreadable"]);

type Send = typeof sendFile;

const atOnce = 2;
const firstWait = 2_000;
const longestWait = 30_000;

/**
 * The files of one window on their way. They are kept on the device until the
 * office has answered for them, so a reload, a dead battery or a tunnel only
 * costs time. Two go at once; one that fails does not stop the others.
 */
export class Uploads {
  private items: readonly UploadItem[] = [];
  private readonly files = new Map<string, KeptFile>();
  private readonly stops = new Map<string, AbortController>();
  private readonly heard = new Set<() => void>();
  private email = "";
  private wait = firstWait;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly keep: Keep = onDevice,
    private readonly send: Send = sendFile,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.heard.add(listener);
    return () => this.heard.delete(listener);
  };

  all = (): readonly UploadItem[] => this.items;

  /** Goes on with what this person left on the device. Anybody else's is dropped. */
  async resume(email: string): Promise<void> {
    if (this.email === email) return this.pump();
    for (const stop of this.stops.values()) stop.abort();
    this.stops.clear();
    this.email = email;
    this.files.clear();
    this.items = [];
    for (const file of await this.keep.all()) {
      if (file.email !== email) void this.keep.remove(file.id);
      else if (!this.files.has(file.id)) this.take(file);
    }
    this.tell();
    this.pump();
  }

  add(client: string, target: string, chosen: readonly File[]): void {
    for (const file of chosen) {
      const kept = { id: newKey(), email: this.email, client, target, name: file.name, blob: file };
      this.take(kept);
      void this.keep.put(kept);
    }
    this.tell();
    this.pump();
  }

  retry(id: string): void {
    this.change(id, { state: "waiting", reason: undefined });
    this.pump();
  }

  remove(id: string): void {
    this.stops.get(id)?.abort();
    this.stops.delete(id);
    this.files.delete(id);
    this.items = this.items.filter((item) => item.id !== id);
    void this.keep.remove(id);
    this.tell();
    this.pump();
  }

  /** The office has answered for them. */
  done(ids: readonly string[]): void {
    for (const id of ids) this.remove(id);
  }

  /** Starts what waits; called again when a connection comes back. */
  pump = (): void => {
    clearTimeout(this.timer);
    const going = this.items.filter((item) => item.state === "sending").length;
    const next = this.items.filter((item) => item.state === "waiting" || item.state === "kept");
    for (const item of next.slice(0, Math.max(0, atOnce - going))) void this.start(item.id);
  };

  private take(file: KeptFile): void {
    this.files.set(file.id, file);
    const { id, client, target, name, blob, upload } = file;
    this.items = [
      ...this.items,
      { id, client, target, name, size: blob.size, sent: 0, state: "waiting", upload },
    ];
  }

  private async start(id: string): Promise<void> {
    const file = this.files.get(id);
    if (!file) return;
    const stop = new AbortController();
    this.stops.set(id, stop);
    this.change(id, { state: "sending" });
    try {
      const upload = await this.send({
        ...file,
        onAnnounced: (name) => this.announced(id, name),
        onSent: (sent) => this.change(id, { sent }),
        signal: stop.signal,
      });
      this.wait = firstWait;
      this.change(id, { state: "ready", upload, sent: file.blob.size });
    } catch (error) {
      if (!stop.signal.aborted) this.failed(id, error);
    } finally {
      if (this.stops.get(id) === stop) this.stops.delete(id);
    }
    if (!stop.signal.aborted && this.items.find((item) => item.id === id)?.state !== "kept") this.pump();
  }

  private announced(id: string, upload: string): void {
    const file = this.files.get(id);
    if (!file) return;
    file.upload = upload;
    this.change(id, { upload });
    void this.keep.put(file);
  }

  /** What the connection or the session broke goes on by itself; what the office refused waits for a person. */
  private failed(id: string, error: unknown): void {
    const { code, message, hint, status } = asApiError(error);
    if (code === "offline" || code === "sign-in" || status === 429 || status >= 500) {
      this.change(id, { state: "kept" });
      clearTimeout(this.timer);
      this.timer = setTimeout(this.pump, this.wait);
      this.wait = Math.min(2 * this.wait, longestWait);
      return;
    }
    const reason = [message, hint].filter(Boolean).join(" ");
    this.change(id, { state: "failed", reason, refused: refusals.has(code) });
  }

  private change(id: string, to: Partial<UploadItem>): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...to } : item));
    this.tell();
  }

  private tell(): void {
    for (const listener of this.heard) listener();
  }
}

/** The uploads of this window. */
export const uploads = new Uploads();

export function useAllUploads(): readonly UploadItem[] {
  return useSyncExternalStore(uploads.subscribe, uploads.all);
}

/** Goes on with what this person left on the device, now and whenever a connection comes back. */
export function useUploadsOf(email: string): void {
  useEffect(() => {
    void uploads.resume(email);
    addEventListener("online", uploads.pump);
    return () => removeEventListener("online", uploads.pump);
  }, [email]);
}
