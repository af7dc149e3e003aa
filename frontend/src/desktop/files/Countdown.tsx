import { useEffect, useState } from "react";

/** How long a file is held yet: counts down by itself from what was last heard, and says when the time is up. */
export function Countdown({ left }: { left: number }) {
  const [now, setNow] = useState({ of: left, left });
  if (now.of !== left) setNow({ of: left, left });
  const over = now.left <= 0;
  useEffect(() => {
    if (over) return;
    const end = Date.now() + left * 1000;
    const every = setInterval(() => {
      setNow({ of: left, left: Math.max(0, Math.ceil((end - Date.now()) / 1000)) });
    }, 1000);
    return () => clearInterval(every);
  }, [left, over]);
  return over ? "Going out" : `Goes out in ${words(now.left)}`;
}

function words(seconds: number): string {
  return seconds > 120 ? `${Math.round(seconds / 60)} min` : `${seconds} s`;
}
