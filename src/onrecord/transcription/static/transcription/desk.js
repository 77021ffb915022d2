// The transcriber's desk: its parts wired together, and the keys that reach any of them.

import { alone } from "../pages/alone.js";
import { now, startClock } from "../pages/clock.js";
import { $ } from "../pages/elements.js";
import { actOf, tooLong } from "../pages/fields.js";
import { Keeping } from "../pages/keeping.js";
import { Keys } from "../pages/keys.js";
import { say } from "../pages/phrases.js";
import { uuid } from "../pages/uuid.js";
import { Waking } from "../pages/waking.js";
import { Watching } from "../pages/watching.js";
import { person, whenAnother } from "../people/here.js";
import { Acts, timesOf } from "./acts.js";
import { Correcting } from "./correcting.js";
import { Lines } from "./lines.js";
import { Lists } from "./lists.js";
import { OffRecord } from "./offrecord.js";
import { Prepared } from "./prepared.js";
import { keepForReload } from "./reloading.js";
import { Session } from "./session.js";
import { Speakers } from "./speakers.js";
import { standing, tell } from "./telling.js";
import { Typing } from "./typing.js";
import { abbreviationsAfter, speakersAfter, withAccredited } from "./unseen.js";

const main = document.querySelector("main.desk");
const LOOK_AGAIN = 2_000; // ms until it is looked whether what waits is still kept
const FIRST_THE_READERS = 300; // ms in which the server renders what readers get, before it is asked for the state

function openElsewhere() {
  $("saved").textContent = say("other tab");
}

/** Where nobody is signed in, a desk that was kept for a reload shows nothing and takes nothing. */
function stayShut() {
  for (const told of [$("bench"), $("off"), $("edge"), document.querySelector(".signs-out")]) told.hidden = true;
  $("shut").hidden = false;
  $("shut").focus();
}

function warn(sentence) {
  $("lost").textContent = sentence;
  $("lost").hidden = false;
}

async function begin() {
  const desks = new URL("../", location.href).pathname; // where the page was until 0.1.0: what was kept there is found
  const name = `onrecord:desk:${desks}:${main.dataset.who}`;
  const keeping = new Keeping(name, { told: () => stand(), beside: { off: false, speaker: null } });
  await keeping.read();
  setInterval(() => keeping.check(), LOOK_AGAIN);
  const shown = JSON.parse($("state").textContent);
  const desk = { state: shown, accredited: shown.accredited ?? [], trouble: null, since: null };
  startClock(desk.state.now);

  const queue = new Acts({
    address: main.dataset.acts,
    token: main.dataset.token,
    who: main.dataset.who,
    keeping,
    answered: () => setTimeout(() => watching.soon(), FIRST_THE_READERS),
    changed: () => render(),
    discarded: () => warn(say("discarded")),
    kept: (why) => warn(why),
  });
  const watching = new Watching({
    address: main.dataset.state,
    who: main.dataset.who,
    came: (state, asked) => {
      queue.seen(asked);
      take(state);
    },
    lost: (why) => {
      desk.since = desk.trouble ? desk.since : now();
      desk.trouble = why;
      render();
    },
    found: () => {
      if (!desk.trouble) return;
      desk.trouble = null;
      tell(say("again"));
      queue.hurry();
    },
    says: () => ({ typing: typing.typing ? 1 : 0 }),
  });
  const waking = new Waking({
    address: main.dataset.stream,
    wake: (n) => n < desk.state.segments || watching.soon(),
  });
  const speakers = new Speakers({
    chosen: (speaker) => {
      keeping.beside.speaker = speaker?.id ?? null;
      keeping.write();
      typing.setSpeaker(speaker);
      tell(say("chosen", { name: speaker?.name ?? say("unknown"), role: say(`role ${$("role").value}`) }));
    },
    missing: (wanted) => openLists(wanted),
    done: () => typing.focus(),
  });
  const typing = new Typing({
    append: ({ begun, ended, times, mends, ...words }) => {
      if (offRecord.off) return;
      const speaker = speakers.current?.id;
      queue.add(
        { act: "say", ...words, ...(speaker && { speaker }), ...(times ?? session.times(begun, ended)) },
        { mends },
      );
    },
    up: () => lines.enter(),
    help: () => openHelp(),
  });
  const correcting = new Correcting({
    correct: (act, { mends }) => offRecord.off || queue.add(act, { mends }),
    left: () => typing.focus(),
  });
  const lines = new Lines({
    correct: (line) => correct(line),
    confirm: (line) => queue.add({ act: "confirm", utterance: line.index, version: line.version }),
    caught: (line) => offRecord.go({ since: line.index }),
    mend: (act) => mend(act),
    again: (act) => {
      unmend(act);
      queue.again(act.key);
    },
    drop: (act) => {
      unmend(act);
      queue.drop(act.key);
    },
    leave: () => typing.focus(),
  });
  const prepared = new Prepared({
    address: main.dataset.prepared,
    send: (act, begun, ended) => offRecord.off || queue.add({ ...act, ...(begun && session.times(begun, ended)) }),
    left: () => typing.focus(),
  });
  const session = new Session({ opened: () => typing.focus() });
  const offRecord = new OffRecord({
    main,
    queue,
    keeping,
    empty: () => {
      typing.clear();
      correcting.close();
      prepared.close();
      closePanels();
    },
  });
  const lists = new Lists({ left: back });
  const keys = new Keys({
    acts: {
      F1: openHelp,
      F2: () => lines.lines.findLast((line) => line.text) && correct(lines.lines.findLast((line) => line.text)),
      "Shift F2": () => $("open-replace").click(),
      F4: () => (offRecord.off ? offRecord.comeBack() : offRecord.go()),
      "Shift F4": () => offRecord.takeBack(),
      F8: () => typing.nextRole(),
      "Shift F8": () => prepared.open(),
      F9: () => openLists(),
      Escape: back,
    },
    allowed: (pressed) => !offRecord.off || pressed.endsWith("F4"),
    left: back,
    urgent: "F4", // off the record
  });

  /** Whether other words may come into `form`: those that stand there and nowhere else are never written over. */
  function free(form) {
    if (!form.unsent) return true;
    warn(say("finish first"));
    form.focus();
    return false;
  }

  function correct(line, given) {
    if (free(correcting)) correcting.open(line, speakers.all, given);
  }

  function mend(refused) {
    const line = lines.corrected(refused);
    if (refused.act === "correct" && !line) return;
    const taken = { times: timesOf(refused), mends: refused.key };
    if (line) {
      correct(line, { ...refused, ...taken });
      return;
    }
    if (!free(typing)) return;
    speakers.choose(speakers.all.find((one) => one.id === refused.speaker) ?? null);
    typing.take(refused, taken);
  }

  /** The refused act goes without being mended: where it is in a form to be mended, that is emptied. */
  function unmend({ key }) {
    if (typing.mends === key) typing.clear();
    if (correcting.mends === key) correcting.close();
  }

  function take(state) {
    if (state.token) queue.token = state.token;
    desk.state = state;
    desk.fresh = true;
    if (state.last) lines.show(state.last);
    if (state.accredited) desk.accredited = state.accredited;
    waking.listen(state.session === "live" || state.session === "paused", state.segments);
    const shell = JSON.stringify([
      state.session,
      state.started,
      state.rule?.index,
      state.asked,
      state.speakers,
      desk.accredited,
      state.abbreviations,
    ]);
    if (shell !== desk.kept) keepForReload(main.dataset.worker);
    desk.kept = shell;
    render();
  }

  function render() {
    const { state } = desk;
    offRecord.show(state, { fresh: desk.fresh });
    const waits = queue.unseen;
    speakers.show(speakersAfter(withAccredited(state.speakers, desk.accredited), waits));
    typing.abbreviations = abbreviationsAfter(state.abbreviations, waits);
    typing.setSpeaker(speakers.current, state.asked || waits.some((act) => act.role === "question"));
    prepared.show(
      state.prepared,
      waits.some((act) => act.prepared !== undefined),
    );
    lines.showWaiting({
      settled: queue.settled.map(({ act }) => act),
      acts: queue.waiting,
      refused: queue.setAside,
      who: (id) => speakers.named(id),
    });
    session.show(state, { off: offRecord.off });
    stand();
    lists.show(speakers.all, state.abbreviations);
  }

  function stand() {
    const { trouble, since, state } = desk;
    standing({ queue, keeping, trouble, since, people: state.people.length, size: state.size });
  }

  function openLists(wanted = "") {
    closePanels();
    lists.open(wanted);
  }

  function openHelp() {
    closePanels();
    keys.open();
  }

  function closePanels() {
    lists.close();
    keys.close();
  }

  function back() {
    $("lost").hidden = true;
    closePanels();
    correcting.close();
    prepared.close();
    typing.focus();
  }

  function sent(form) {
    const act = actOf(form);
    if (act.act === "speaker") {
      act.speaker ||= uuid();
      queue.add(act);
      speakers.choose(speakers.all.find((one) => one.id === act.speaker) ?? null);
      back();
    } else {
      if (act.act === "rule") act.seen = desk.state.size;
      queue.add(act);
    }
    form.reset();
  }

  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.switch) {
      event.preventDefault();
      if (form.dataset.switch === "off") offRecord.go();
      else offRecord.comeBack();
    } else if (form.dataset.act !== undefined) {
      event.preventDefault();
      if (!tooLong(form)) sent(form);
    }
  });
  $("open-speaker").addEventListener("click", () => openLists());
  $("open-help").addEventListener("click", openHelp);
  $("open-prepared").addEventListener("click", () => prepared.open());

  whenAnother(main.dataset.who, () => {
    keeping.closed = true;
    $("bench").inert = true;
    location.reload();
  });
  addEventListener("beforeunload", (event) => {
    if (typing.unsent || correcting.unsent || (!keeping.safe && queue.waiting.length)) event.preventDefault();
  });
  const fit = () => main.style.setProperty("--above", `${$("bench").offsetTop}px`); // the lines begin below ground rule and notices
  for (const above of [$("edge"), $("lost")]) new ResizeObserver(fit).observe(above);
  for (const hidden of document.querySelectorAll(".script[hidden]:not(#help)")) hidden.hidden = false;
  $("line").noValidate = true;
  desk.fresh = desk.state.last !== null; // the page as it was kept for a reload without network has no words in it
  watching.size = desk.fresh ? desk.state.size : null;
  lines.show(desk.state.last ?? []);
  render();
  $("bench").inert = false;
  speakers.choose(speakers.all.find(({ id }) => id === keeping.beside.speaker) ?? null);
  if ($("text").value) typing.take({ text: $("text").value });
  typing.focus();
  keeping.ask();
  watching.start();
  queue.run();
}

const keptForReload = main && JSON.parse($("state").textContent).last === null;
if (keptForReload && person() !== main.dataset.who) {
  stayShut();
} else if (main) {
  $("bench").inert = true; // until it is known what waits here, and whether the desk is off the record
  alone(`onrecord:desk:${location.pathname}`, begin, openElsewhere);
}
