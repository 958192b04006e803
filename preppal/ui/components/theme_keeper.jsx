import { useContext, useEffect } from "react";
import { ColorModeContext } from "$/utils/context";

/** Shows pages in the look that goes with the account, also in a browser that has not been told before. */
export function ThemeKeeper({ theme }) {
  const { setColorMode } = useContext(ColorModeContext);
  useEffect(() => {
    if (theme) setColorMode(theme);
    // Only when the account's look arrives or changes: what is chosen on this page meanwhile stands.
  }, [theme]);
  return null;
}
