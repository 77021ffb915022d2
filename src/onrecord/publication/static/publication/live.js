// New words as they are spoken, on this page and in all its tabs by one stream.
import { Following } from "./following.js";
import { hanging } from "./hanging.js";
import { followTogether } from "./tabs.js";
import { announcing, standing } from "./telling.js";

/** Follows the log from segment `next` on and hangs what comes on the rail. Returns `hangOnto(segments, put)`: `put` puts on the
 *  page what was fetched when there were so many segments; what came since is hung onto it in the same moment. */
export function goLive({ rail, address, next, beat, connection, saidNow, newWords, more, readLater }) {
  const hang = hanging({ rail, newWords, more, readLater });
  const announce = announcing(saidNow);
  const tell = standing(connection);
  const following = new Following({
    address,
    next,
    beat,
    tell,
    take: (_, segment) => announce(hang(segment)),
  });
  followTogether(following, address);

  return async function hangOnto(segments, put) {
    const since = await following.since(segments);
    put();
    since.forEach(hang);
  };
}
