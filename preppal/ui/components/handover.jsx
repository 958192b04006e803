import { useEffect, useRef } from "react";

// A page that is opened again in the same tab shows its old state for a moment, code included: it works once.
const LAST_CODE = "preppal-last-code";

/** A form with no visible part that posts a sign-in code as soon as there is one, so that the answer can set a cookie. */
export function HandOver({ action, code, next }) {
  const form = useRef(null);
  useEffect(() => {
    if (!code || sessionStorage.getItem(LAST_CODE) === code) return;
    sessionStorage.setItem(LAST_CODE, code);
    form.current.submit();
  }, [code]);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  return (
    <form ref={form} action={action} method="post" hidden>
      <input type="hidden" name="code" value={code} readOnly />
      <input type="hidden" name="next" value={next} readOnly />
      <input type="hidden" name="time_zone" value={timeZone} suppressHydrationWarning readOnly />
    </form>
  );
}
