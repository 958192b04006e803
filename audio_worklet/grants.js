/** Tokens for the socket: asks for them, keeps one that worked, knows what their addresses mean. */

const TOKEN_MARGIN_MS = 30_000;

export class Grants {
  /** @param requestToken `(url) => Promise<{status, token, url, expiresAt}>`; status 0 when nothing answered */
  constructor(requestToken, clock, { connectUrl, reconnectUrl, base }) {
    this._requestToken = requestToken;
    this._clock = clock;
    this._connectUrl = connectUrl;
    this._reconnectUrl = reconnectUrl;
    this._base = base;
    this._kept = null;
  }

  /**
   * A grant to try once: `{token, address(), status}`, without token when it was refused. `address` throws on
   * nonsense.
   */
  async take(isReconnect) {
    const kept = this._kept;
    // One that does not open the line must not be tried again, so it is kept only when it has.
    this._kept = null;
    if (kept && kept.expiresAtMs - TOKEN_MARGIN_MS > this._clock.now()) return kept;
    const answer = await this._requestToken(isReconnect ? this._reconnectUrl : this._connectUrl);
    if (!answer.token) return { status: answer.status };
    const address = () => socketUrl(answer, this._base);
    return { token: answer.token, address, status: answer.status, expiresAtMs: toTime(answer.expiresAt), isReconnect };
  }

  /** The line opened with it. A reconnect token lasts: asking again would cost a round trip at the worst moment. */
  keep(grant) {
    if (grant.isReconnect) this._kept = grant;
  }
}

/** Whether asking again is useless. */
export function isRefusal(status) {
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

function toTime(expiresAt) {
  if (typeof expiresAt === "number") return expiresAt < 1e12 ? expiresAt * 1000 : expiresAt;
  return Date.parse(expiresAt) || 0;
}

/** The address of a grant, whether it is a path, an http or a ws address, with or without the token in it. */
export function socketUrl({ url, token }, base) {
  const address = new URL(url, base);
  address.protocol = address.protocol.replace(/^http/, "ws");
  if (!address.searchParams.has("token")) address.searchParams.set("token", token);
  return address.href;
}
