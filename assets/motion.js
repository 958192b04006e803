// Before anything is drawn: whoever chose pages that stay still gets none that move first. LookKeeper keeps the choice.
try {
  if (localStorage.getItem("preppal-motion") === "reduced") document.documentElement.dataset.interviewMotion = "reduced";
} catch {
  // A browser that keeps nothing learns it from the account a moment later.
}
