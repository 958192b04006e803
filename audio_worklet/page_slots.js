/** Finds the elements that pages mark with data-interview-slot and tells when new ones appear. */

const SLOT = "data-interview-slot";

/** Pages may write hyphens or underscores. */
export function canonical(name) {
  return (name ?? "").trim().toLowerCase().replaceAll("-", "_");
}

export class PageSlots {
  /** @param onChange called (once per batch of changes) when elements were added to the page */
  constructor(onChange) {
    this._found = null;
    this._observer = new MutationObserver((records) => {
      this._found = null;
      if (records.some((record) => [...record.addedNodes].some(concernsUs))) onChange();
    });
    this._observer.observe(document.body, { childList: true, subtree: true });
  }

  all(name) {
    this._found ??= collect();
    return this._found.get(name) ?? [];
  }

  /** The page was changed by us, just now. */
  forget() {
    this._found = null;
  }

  stop() {
    this._observer.disconnect();
  }
}

function concernsUs(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  const marks = `[${SLOT}], [data-interview-command]`;
  return node.matches(marks) || node.querySelector(marks) !== null;
}

function collect() {
  const found = new Map();
  for (const element of document.querySelectorAll(`[${SLOT}]`)) {
    const name = canonical(element.getAttribute(SLOT));
    found.set(name, [...(found.get(name) ?? []), element]);
  }
  return found;
}
