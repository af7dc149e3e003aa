import createClient from "openapi-fetch";
import type { Problem, paths } from "./api.gen";

/** Why a call did not work, in the server's words for the person. `offline` is the browser's own: nothing was reached. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint = "",
    readonly status = 0,
  ) {
    super(message);
  }
}

/** When the server last heard from this window; a session ends after a quiet time. */
let heard = Date.now();

export function lastHeard(): number {
  return heard;
}

async function reach(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    heard = Date.now();
    return answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("offline", "No connection.", "What you typed is kept. Try again when you’re back.");
  }
}

/** Typed calls of the portal's API; see `call` for what becomes of their answers. */
export const api = createClient<paths>({ fetch: reach });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer of a call, or an ApiError. */
export async function call<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;
  throw problemOf(error, response.status);
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

function problemOf(error: unknown, status: number): ApiError {
  if (isProblem(error)) return new ApiError(error.code, error.message, error.hint, status);
  return new ApiError("internal", "This didn’t work.", "Nothing was lost. Try again in a moment.", status);
}

/** Any thrown thing as an ApiError, for showing. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError("internal", "This didn’t work.", "Nothing was lost. Try again in a moment.");
}

/** A name for one act, so that sending it twice is the same as once. Not a secret. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
