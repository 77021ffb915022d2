// One stream for all tabs of this browser: whichever holds the lock follows the log and passes on what comes. When it
// closes, another one takes over where it stands itself.

const SILENCE = 1.5; // beats; whoever leads passes something on every beat

/** Follow with all tabs of this browser that follow the same `address`, for as long as this page is open. */
export function followTogether(following, address) {
  const { tell } = following;
  const tab = share(`onrecord:${address.pathname}`, following);
  addEventListener("online", () => following.hurry());
  addEventListener("offline", () => tell({ ...following.state, connected: false }));
  addEventListener("pagehide", () => tab.stop());
  addEventListener("pageshow", (event) => {
    if (event.persisted) tab.start();
  });
  tab.start();
}

/** Let `following` run here, or be fed by the tab that has the lock on `name`. Returns how to leave and come back. */
function share(name, following) {
  if (!navigator.locks || !globalThis.BroadcastChannel) {
    return { start: () => following.start(), stop: () => following.stop() };
  }
  const { take, tell } = following;
  let channel = null;
  let leaving = null;
  let leading = false;
  let watch = 0;

  following.take = (n, segment, text) => {
    take(n, segment, text);
    if (leading) channel.postMessage({ n, text });
  };
  following.tell = (state) => {
    tell(state);
    if (leading) channel.postMessage({ state });
  };

  function start() {
    if (leaving) return;
    leaving = new AbortController();
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => (leading ? asked(data) : fed(data));
    channel.postMessage({ hello: true });
    listen();
    navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {}); // left before it was our turn
  }

  function stop() {
    leaving?.abort();
    leaving = null;
    leading = false;
    clearTimeout(watch);
    channel?.close();
    following.stop();
  }

  function lead() {
    leading = true;
    clearTimeout(watch);
    following.start();
    return new Promise((left) => leaving.signal.addEventListener("abort", left));
  }

  function asked({ hello }) {
    if (hello) channel.postMessage({ state: following.state });
  }

  function listen() {
    clearTimeout(watch);
    watch = setTimeout(alone, following.beat * SILENCE);
  }

  /** The leader hangs or sleeps: say so, and follow here until it is heard again. */
  function alone() {
    tell(following.state);
    following.start();
  }

  async function fed({ n, text, state }) {
    if (n === undefined && !state) return;
    following.stop();
    listen();
    try {
      if (n !== undefined && !following.deliver(n, text)) await caughtUp();
      if (state && state.next > following.next) await caughtUp();
    } catch {
      return; // the next message tries again
    }
    if (!state) return;
    if (following.next >= state.next) following.heard = state.heard;
    tell({ ...state, missing: state.missing + Math.max(state.next - following.next, 0) });
  }

  let catching = null;
  function caughtUp() {
    catching ??= following.catchUp(leaving.signal).finally(() => {
      catching = null;
    });
    return catching;
  }

  return { start, stop };
}
