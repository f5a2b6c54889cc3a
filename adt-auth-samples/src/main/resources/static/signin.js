// Authorization code with PKCE (RFC 6749 4.1, RFC 7636) for a single-page application. The token
// stays in memory; authority, client and scope come from this page's own settings only.
const settings = await (await fetch('page-settings')).json();
const home = location.origin + '/';
const KEPT = 'sign-in';
const SIGNED_OUT = 'signed-out';

export let user = null; // {name, token, logoutHint}

const base64url = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = bytes => base64url(crypto.getRandomValues(new Uint8Array(bytes)));
const sha256 = text => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));

function claimsOf(jwt) {
  const json = atob(jwt.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(json, c => c.charCodeAt(0))));
}

/** Leaves for the sign-in page; `then` comes back from finishSignIn. */
export async function signIn({claims, prompt, then} = {}) {
  const kept = {state: random(16), verifier: random(32), then};
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const query = new URLSearchParams({
    client_id: settings.clientId,
    response_type: 'code',
    response_mode: 'fragment',
    redirect_uri: home,
    scope: `openid profile ${settings.scope}`,
    state: kept.state,
    code_challenge: base64url(await sha256(kept.verifier)),
    code_challenge_method: 'S256',
  });
  if (claims) query.set('claims', claims);
  if (prompt) query.set('prompt', prompt);
  if (user) query.set('login_hint', user.name);
  location.assign(`${settings.authority}/oauth2/v2.0/authorize?${query}`);
}

/** Takes what the sign-in page brought back, if this is its return; returns `then`. */
export async function finishSignIn() {
  const answer = new URLSearchParams(location.hash.slice(1));
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  if (!answer.has('state')) return null;
  history.replaceState(null, '', home);
  sessionStorage.removeItem(KEPT);
  if (answer.get('state') !== kept?.state) throw new Error('This is the answer to another sign-in.');
  if (answer.has('error')) throw new Error(`The sign-in did not succeed (${answer.get('error')}).`);
  const response = await fetch(`${settings.authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: settings.clientId,
      grant_type: 'authorization_code',
      code: answer.get('code'),
      redirect_uri: home,
      code_verifier: kept.verifier,
      scope: `openid profile ${settings.scope}`,
    }),
  });
  const tokens = await response.json();
  if (!response.ok) throw new Error(`The sign-in did not succeed (${tokens.error}).`);
  const {preferred_username: name, login_hint: logoutHint} = claimsOf(tokens.id_token);
  user = {name, logoutHint, token: tokens.access_token};
  return kept.then ?? null;
}

/** Opens Entra ID's sign-out page, which ends the browser's session there (as MSAL.js's logoutRedirect does). */
export function signOut() {
  const query = new URLSearchParams({post_logout_redirect_uri: home});
  if (user?.logoutHint) query.set('logout_hint', user.logoutHint);
  user = null;
  sessionStorage.setItem(SIGNED_OUT, 'yes');
  location.assign(`${settings.authority}/oauth2/v2.0/logout?${query}`);
}

/** Returns, once, whether this page load is the return from the sign-out page. */
export function wasSignedOut() {
  const was = sessionStorage.getItem(SIGNED_OUT);
  sessionStorage.removeItem(SIGNED_OUT);
  return was !== null;
}
