import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { ApiError, api, call } from "../api";
import type { Upload } from "../api.gen";

export interface Sending {
  client: string;
  name: string;
  blob: Blob;
  /** The server's name for it, when it was announced before. */
  upload?: string;
  /** It has been announced under this name. */
  onAnnounced: (upload: string) => void;
  /** Bytes that the office has. */
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

const rounds = 3;

/**
 * Sends a file in parts and answers the upload's name once all of it is there.
 * What arrived before, in this or an earlier try, is not sent again; the file is
 * hashed whole on the way, and the office compares.
 */
export async function sendFile(s: Sending): Promise<string> {
  let upload = await announced(s);
  for (let round = 1; ; round++) {
    if (upload.done) return upload.id;
    const whole = await sendParts(s, upload);
    try {
      const path = { client: s.client, upload: upload.id };
      await call(
        api.POST("/portal/api/clients/{client}/uploads/{upload}/commit", {
          params: { path },
          body: { sha256: whole },
          signal: s.signal,
        }),
      );
      return upload.id;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "parts" || round === rounds) throw error;
      upload = await look(s, upload.id);
    }
  }
}

/** The upload as the server knows it. One it has forgotten is announced anew. */
async function announced(s: Sending): Promise<Upload> {
  if (s.upload) {
    try {
      return await look(s, s.upload);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "not-found") throw error;
    }
  }
  const upload = await call(
    api.POST("/portal/api/clients/{client}/uploads", {
      params: { path: { client: s.client } },
      body: { name: s.name, size: s.blob.size },
      signal: s.signal,
    }),
  );
  s.onAnnounced(upload.id);
  return upload;
}

function look(s: Sending, upload: string): Promise<Upload> {
  const path = { client: s.client, upload };
  return call(
    api.GET("/portal/api/clients/{client}/uploads/{upload}", { params: { path }, signal: s.signal }),
  );
}

async function sendParts(s: Sending, upload: Upload): Promise<string> {
  const there = new Map(upload.received.map((part) => [part.number, part.sha256]));
  const whole = sha256.create();
  for (let number = 0; number < upload.parts; number++) {
    const from = number * upload.partSize;
    const bytes = await read(s.blob.slice(from, from + upload.partSize), s.name);
    whole.update(bytes);
    const sum = bytesToHex(sha256(bytes));
    if (there.get(number) !== sum) await sendPart(s, upload.id, number, sum, bytes);
    s.onSent(from + bytes.length);
  }
  return bytesToHex(whole.digest());
}

async function read(part: Blob, name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch {
    throw new ApiError(
      "unreadable",
      `“${name}” can’t be read any more.`,
      "It may have been moved. Choose it again.",
    );
  }
}

async function sendPart(
  s: Sending,
  upload: string,
  number: number,
  sum: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await call(
    api.PUT("/portal/api/clients/{client}/uploads/{upload}/parts/{number}", {
      params: { path: { client: s.client, upload, number }, query: { sha256: sum } },
      headers: { "Content-Type": "application/octet-stream" },
      body: bytes as unknown as string, // the description calls bytes a string
      bodySerializer: () => bytes,
      signal: s.signal,
    }),
  );
}
