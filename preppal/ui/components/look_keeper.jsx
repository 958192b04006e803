import { useContext, useEffect } from "react";
import { ColorModeContext } from "$/utils/context";

/** Shows pages in the look that goes with the account, also in a browser that has not been told before. */
export function LookKeeper({ theme, still }) {
  const { setColorMode } = useContext(ColorModeContext);
  useEffect(() => {
    if (theme) setColorMode(theme);
    // Only when the account's look arrives or changes: what is chosen on this page meanwhile stands.
  }, [theme]);
  useEffect(() => {
    // Nobody is known yet: what this browser was told last stands, and assets/motion.js has said it already.
    if (!theme) return;
    if (still) document.documentElement.dataset.interviewMotion = "reduced";
    else delete document.documentElement.dataset.interviewMotion;
    try {
      localStorage.setItem("preppal-motion", still ? "reduced" : "");
    } catch {
      // A browser that keeps nothing asks the account each time.
    }
  }, [theme, still]);
  return null;
}
