/** Keeps the screen on while an interview runs, where the browser can. A dark screen is no harm to the interview. */

export class WakeLock {
  /** Asked again whenever the page comes back: browsers release it when the page is hidden. */
  async hold() {
    try {
      this._lock = await navigator.wakeLock?.request("screen");
    } catch {
      this._lock = null;
    }
  }

  release() {
    this._lock?.release().catch(() => {});
    this._lock = null;
  }
}
