import {finishSignIn, signIn, signOut, user, wasSignedOut} from './signin.js';

const byId = id => document.getElementById(id);
const EVERY = 5000;
const SIGN_OUT = 'sign-out';
const JUST_NOW = 60_000; // another token would not be accepted either
let signedInAt = 0;
let polling;
let leaving = false;

function say(text, wrong = false) {
  byId('status').textContent = text;
  byId('status').classList.toggle('wrong', wrong);
}

/** Calls the web API. What it demands of the user leads to a sign-in, and back to this call. */
async function call(method, path, body) {
  const caller = user;
  const response = await fetch(path, {
    method,
    headers: {Authorization: `Bearer ${user.token}`, 'Content-Type': 'application/json'},
    body: body && JSON.stringify(body),
  });
  const content = response.ok && response.status !== 204 ? await response.json() : null;
  // The response to a user who has left, or is leaving: it must not lead to another sign-in.
  if (user !== caller || (leaving && path !== SIGN_OUT)) return new Promise(() => {});
  if (response.ok) return content;
  const challenge = response.headers.get('WWW-Authenticate') ?? '';
  const error = /error="([a-z_]+)"/.exec(challenge)?.[1];
  const claims = /claims="([A-Za-z0-9+/=]+)"/.exec(challenge)?.[1];
  const then = {method, path, body};
  if (response.status === 401 && claims && error === 'insufficient_claims') {
    say('This needs a fresh proof that it is you …');
    await signIn({claims: atob(claims), then});
  } else if (response.status === 403 && error === 'insufficient_scope') {
    say('This needs your consent …');
    await signIn({prompt: 'consent', then});
  } else if (response.status === 401 && Date.now() - signedInAt > JUST_NOW) {
    await signIn({then});
  } else {
    const reasons = {
      401: 'The sign-in is not accepted. Try again in a few minutes.',
      403: 'You may not do that.',
      503: 'Digital Twins is busy; try again soon.',
    };
    throw new Error(reasons[response.status] ?? `It did not work (${response.status}).`);
  }
  return new Promise(() => {}); // the page is about to be left
}

async function guarded(work) {
  try {
    return await work();
  } catch (failure) {
    say(failure.message, true);
  }
}

function show(room) {
  let card = byId(`room-${room.id}`);
  if (!card) {
    card = byId('room').content.firstElementChild.cloneNode(true);
    card.id = `room-${room.id}`;
    card.querySelector('h2').textContent = room.name;
    card.querySelector('button').addEventListener('click', () => guarded(() => heat(room.id)));
    card.querySelector('button').setAttribute('aria-label', `Heat ${room.name} by one degree`);
    byId('rooms').append(card);
  }
  card.querySelector('output').textContent = room.temperature.toFixed(1);
  card.querySelector('meter').value = room.temperature;
}

async function heat(id) {
  const now = Number(byId(`room-${id}`).querySelector('output').textContent);
  const room = await call('PATCH', `rooms/${encodeURIComponent(id)}`, {temperature: now + 1});
  show(room);
  say(`${room.name} is heated to ${room.temperature.toFixed(1)} °C.`);
}

/** Signs out at the server first, while there is a token: this ends work that continues without the page. */
async function leave() {
  leaving = true;
  try {
    await call('POST', SIGN_OUT);
    signOut();
  } finally {
    leaving = false;
  }
  faces();
}

async function refresh() {
  for (const room of await call('GET', 'rooms')) show(room);
}

function faces() {
  byId('who').textContent = user?.name ?? '';
  byId('who').hidden = byId('sign-out').hidden = !user;
  byId('sign-in').hidden = !!user;
  clearInterval(polling);
  if (user) polling = setInterval(() => guarded(refresh), EVERY);
  else byId('rooms').replaceChildren();
}

byId('sign-in').addEventListener('click', () => guarded(() => signIn()));
byId('sign-out').addEventListener('click', () => guarded(leave));

await guarded(async () => {
  const then = await finishSignIn();
  signedInAt = Date.now();
  faces();
  if (!user) return say(wasSignedOut() ? 'You are signed out.' : 'Sign in to see the rooms.');
  if (then?.path === SIGN_OUT) return leave();
  const again = then && await call(then.method, then.path, then.body);
  await refresh();
  say(again?.name ? `${again.name} is heated to ${again.temperature.toFixed(1)} °C.` : '');
});
faces();
