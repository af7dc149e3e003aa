/** Every failure of a call: what happened, and what to do next. Screens switch on `code`, show `message`, offer `hint`. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }

  /** Go sends failures as JSON in the message of an Error; anything else becomes "unexpected". */
  static from(thrown: unknown): ApiError {
    if (thrown instanceof ApiError) return thrown;
    const text = thrown instanceof Error ? thrown.message : typeof thrown === "string" ? thrown : "";
    return parsed(text) ?? new ApiError("unexpected", "This didn’t work.", "Nothing was lost. Try again.");
  }

  static noAnswer(): ApiError {
    return new ApiError(
      "no-answer",
      "Tieout did not answer in time.",
      "It may still be working on it. Look before you try again.",
    );
  }
}

function parsed(text: string): ApiError | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return null;
    const { code, message, hint } = body as Record<string, unknown>;
    if (typeof code !== "string" || typeof message !== "string") return null;
    return new ApiError(code, message, typeof hint === "string" ? hint : "");
  } catch {
    return null;
  }
}
