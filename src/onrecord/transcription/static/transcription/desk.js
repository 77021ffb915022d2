// The transcriber's desk: its parts wired together. No act and no key is known here only; each part knows its own.
import { alone } from "./alone.js";
import { clock, lasting, now } from "./clock.js";
import { Correcting } from "./correcting.js";
import { Keeping } from "./keeping.js";
import { Lines } from "./lines.js";
import { $, actOf, say, uuid } from "./parts.js";
import { Prepared } from "./prepared.js";
import { Queue } from "./queue.js";
import { keepForReload } from "./reloading.js";
import { Speakers } from "./speakers.js";
import { standing, tell } from "./telling.js";
import { Typing } from "./typing.js";
import { Waking } from "./waking.js";
import { Watching } from "./watching.js";

const main = document.querySelector("main.desk");
const OFF = "off the record";
const FIRST_THE_READERS = 300; // ms in which the server renders what readers get, before it is asked for the state

function openElsewhere() {
  $("saved").textContent = say("other tab");
  $("bench").inert = true;
}

/** The speakers with the changes that wait here. */
function withWaiting(known, acts) {
  let all = known;
  for (const act of acts) {
    if (act.act === "forget speaker") all = all.filter(({ id }) => id !== act.speaker);
    if (act.act !== "speaker") continue;
    const key = act.digit ? Number(act.digit) : null;
    const one = { ...act, id: act.speaker, key };
    all = [...all.filter(({ id }) => id !== one.id).map((other) => (key && other.key === key ? { ...other, key: null } : other)), one];
  }
  return all.toSorted((a, b) => (a.key ?? 10) - (b.key ?? 10));
}

function abbreviationsWith(known, acts) {
  const waiting = acts.filter(({ act }) => act === "abbreviate").map(({ short, long }) => [short, long]);
  return { ...known, ...Object.fromEntries(waiting) };
}

function begin() {
  const name = `onrecord:desk:${location.pathname}:${main.dataset.who}`;
  const keeping = new Keeping(name);
  const desk = { state: JSON.parse($("state").textContent), trouble: null, since: null, off: null };

  const queue = new Queue({
    address: main.dataset.acts, token: main.dataset.token, keeping,
    answered: () => setTimeout(() => watching.soon(), FIRST_THE_READERS),
    changed: () => render(),
    discarded: () => {
      $("lost").textContent = say("discarded");
      $("lost").hidden = false;
    },
  });
  const watching = new Watching({
    address: main.dataset.state,
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
      if (desk.trouble) tell(say("again"));
      if (desk.trouble || queue.trouble) queue.hurry();
      desk.trouble = null;
    },
    typing: () => typing.typing,
  });
  const waking = new Waking({
    address: main.dataset.stream,
    wake: (n) => n < desk.state.segments || watching.soon(),
  });
  const speakers = new Speakers({
    chosen: (speaker) => {
      keeping.speaker = speaker?.id ?? null;
      keeping.write();
      typing.setSpeaker(speaker);
      tell(say("chosen", { name: speaker?.name ?? say("unknown"), role: say(`role ${$("role").value}`) }));
    },
    missing: (wanted) => openLists(wanted),
    done: () => typing.focus(),
  });
  const typing = new Typing({
    append: ({ begun, ended, ...words }) => {
      if (desk.off) return;
      const speaker = speakers.current?.id;
      queue.add({ act: "say", ...words, ...(speaker && { speaker }), ...times(begun, ended) });
    },
    digit: (number) => {
      const speaker = speakers.byKey(number);
      if (speaker !== undefined) speakers.choose(speaker);
      return speaker !== undefined;
    },
    up: () => lines.enter(),
    help: () => openHelp(),
  });
  const correcting = new Correcting({ correct: (act) => desk.off || queue.add(act), left: () => typing.focus() });
  const lines = new Lines({
    correct: (line) => correcting.open(line, speakers.all),
    confirm: (line) => queue.add({ act: "confirm", utterance: line.index, version: line.version }),
    caught: (line) => goOff({ since: line.index }),
    mend: (act) => mend(queue.takeRefused(act.key, { again: false })),
    again: (act) => queue.takeRefused(act.key, { again: true }),
    drop: (act) => queue.takeRefused(act.key, { again: false }),
    leave: () => typing.focus(),
  });
  const prepared = new Prepared({
    address: main.dataset.prepared,
    send: (act, begun, ended) => desk.off || queue.add({ ...act, ...(begun && times(begun, ended)) }),
    left: () => typing.focus(),
  });

  /** Milliseconds from the session's start; `begun` also says, in this browser, when the first letter was typed. */
  function times(begun, ended) {
    const { started } = desk.state;
    if (started === null) return {};
    const start = Math.max(0, begun - started);
    return { start_ms: start, end_ms: Math.max(start, ended - started) };
  }

  function mend(act) {
    if (!act) return;
    speakers.choose(speakers.all.find((one) => one.id === act.speaker) ?? null);
    typing.take(act);
  }

  function take(state) {
    if (state.token) queue.token = state.token;
    const last = state.last ?? desk.state.last;
    desk.state = { ...state, last };
    desk.fresh = true;
    if (state.last) lines.show(state.last);
    waking.listen(state.session === "live" || state.session === "paused", state.segments);
    const lists = JSON.stringify([state.session, state.started, state.asked, state.speakers, state.abbreviations]);
    if (lists !== desk.kept) keepForReload(main.dataset.worker);
    desk.kept = lists;
    render();
  }

  // Off the record

  function isOff() {
    const waiting = queue.lastSwitch;
    if (waiting) return waiting === "off";
    return desk.fresh ? desk.state.rule?.rule === OFF : keeping.off;
  }

  function goOff({ since = null } = {}) {
    if (!running()) return;
    if (!desk.off) queue.add({ act: "off" });
    if (since !== null) queue.add({ act: "catch", since });
    render();
  }

  function comeBack() {
    if (desk.off) queue.add({ act: "back" });
  }

  /** The first entry that can still be taken back, and how many are. */
  function catchable() {
    const held = lines.held.filter((line) => line.until === null || line.until > now() + 500);
    const first = held[0]?.index;
    const later = desk.state.last?.filter((line) => line.index >= first && line.text);
    return held.length && later.every((line) => line.state === "held") ? { since: first, n: held.length } : null;
  }

  function showOff() {
    const off = isOff();
    if (off !== desk.off) {
      const first = desk.off === null;
      desk.off = keeping.off = off;
      keeping.write();
      switched(off, { first });
    }
    const caught = off ? catchable() : null;
    $("off-held").hidden = !caught;
    if (caught) $("take-back").textContent = say(caught.n === 1 ? "take back one" : "take back", { n: caught.n });
    if (off && desk.state.rule?.rule === OFF) $("off-sentence").textContent = desk.state.rule.sentence;
  }

  function switched(off, { first }) {
    main.classList.toggle("is-off", off);
    $("off").hidden = !off;
    $("text").disabled = off;
    if (off) {
      typing.clear();
      correcting.close();
      prepared.close();
      closePanels();
      $("off").focus();
      tell(say("now off", { time: clock(now()) }));
    } else if (!first) {
      tell(say("now back", { sentence: desk.state.rule?.rule !== OFF ? desk.state.rule?.sentence : say("on the record") }));
    }
  }

  // What the page shows

  const running = () => desk.state.session === "live";

  function render() {
    showOff();
    const { state } = desk;
    const waits = queue.unseen;
    speakers.show(withWaiting(state.speakers, waits));
    typing.abbreviations = abbreviationsWith(state.abbreviations, waits);
    typing.setSpeaker(speakers.current, state.asked || waits.some((act) => act.role === "question"));
    prepared.show(state.prepared, waits.some((act) => act.prepared !== undefined));
    lines.showWaiting({ settled: queue.settled.map(({ act }) => act), acts: queue.waiting, refused: queue.refused, who: (id) => speakers.named(id) });
    showSession();
    standing({ queue, trouble: desk.trouble, since: desk.since, people: state.people.length, size: state.size, safe: keeping.safe });
    showPeople();
    fillLists();
  }

  function showSession() {
    const { session, rule, hold } = desk.state;
    const line = $("line");
    const was = line.hidden;
    line.hidden = desk.off || !running();
    $("begin").hidden = desk.off || running() || session === "paused";
    $("resume").hidden = desk.off || session !== "paused";
    $("session-acts").hidden = !running() && session !== "paused";
    $("go-off").hidden = desk.off || !running();
    $("pause").hidden = !running();
    $("begin-says").textContent = session === "ended" ? say("ended") : say("no session");
    if (was && !line.hidden) typing.focus();
    const sentence = rule?.sentence ?? say("on the record");
    $("rule").textContent = sentence;
    const restricted = rule && (rule.rule !== "on the record" || rule.until);
    $("edge").hidden = !restricted;
    $("edge").textContent = restricted ? sentence : "";
    $("hold").textContent = hold ? say("hold", { n: hold }) : say("no hold");
    tick();
  }

  function tick() {
    const { session, started } = desk.state;
    const words = { none: say("no session"), ended: say("ended"), paused: say("paused") }[session];
    const place = $("session");
    place.classList.toggle("status-live", session === "live");
    place.textContent = words ?? say("live", { time: lasting(now() - started) });
    if (desk.off) showOff();
  }

  function showPeople() {
    const rows = desk.state.people.map(({ name, typing: types }) => {
      const item = document.createElement("li");
      item.textContent = say(types ? "typing" : "here", { name });
      return item;
    });
    if ($("people").textContent !== rows.map((row) => row.textContent).join("")) $("people").replaceChildren(...rows);
  }

  // Panels

  function fillLists() {
    const known = JSON.stringify([speakers.all, desk.state.abbreviations]);
    if (known === desk.listed) return;
    desk.listed = known;
    for (const id of ["one-whom", "forget-whom"]) {
      const select = $(id);
      const { value } = select;
      select.replaceChildren(select.options[0], ...speakers.all.map((one) => new Option(one.name, one.id)));
      select.value = value;
      if (select.selectedIndex < 0) select.selectedIndex = 0;
    }
    const short = $("forget-short");
    const pairs = Object.entries(desk.state.abbreviations);
    short.replaceChildren(short.options[0], ...pairs.map(([one, long]) => new Option(`${one}: ${long}`, one)));
  }

  function openLists(wanted = "") {
    closePanels();
    $("lists").hidden = false;
    $("one-whom").value = "";
    fillSpeaker();
    $("one-name").value = wanted;
    $("one-name").focus();
  }

  function fillSpeaker() {
    const one = speakers.all.find(({ id }) => id === $("one-whom").value);
    const fields = { "one-name": "name", "one-digit": "key", "one-title": "title", "one-outlet": "outlet", "one-kind": "outlet_kind", "one-region": "region" };
    for (const [id, field] of Object.entries(fields)) $(id).value = one?.[field] ?? "";
    $("one-part").value = one?.part ?? "journalist";
  }

  function openHelp() {
    closePanels();
    $("help").hidden = false;
    $("help").focus();
  }

  function closePanels() {
    $("lists").hidden = $("help").hidden = true;
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
      queue.add(act);
    }
    form.reset();
  }

  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.switch) {
      event.preventDefault();
      if (form.dataset.switch === "off") goOff();
      else comeBack();
    } else if (form.dataset.act !== undefined) {
      event.preventDefault();
      sent(form);
    }
  });
  $("one-whom").addEventListener("change", fillSpeaker);
  $("open-speaker").addEventListener("click", () => openLists());
  $("open-help").addEventListener("click", openHelp);
  $("open-prepared").addEventListener("click", () => prepared.open());
  $("take-back").addEventListener("click", takeBack);
  for (const id of ["lists", "help"]) $(id).querySelector("[data-close]").addEventListener("click", back);

  function takeBack() {
    const caught = catchable();
    goOff({ since: caught?.since ?? null });
  }

  const KEYS = {
    F1: openHelp,
    F2: () => lines.lines.findLast((line) => line.text) && correcting.open(lines.lines.findLast((line) => line.text), speakers.all),
    F4: () => (desk.off ? comeBack() : goOff()),
    "Shift F4": takeBack,
    F8: () => typing.nextRole(),
    "Shift F8": () => prepared.open(),
    F9: () => openLists(),
    Escape: back,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const pressed = `${event.shiftKey ? "Shift " : ""}${event.key}`;
    const act = KEYS[pressed];
    if (!act || (desk.off && !pressed.endsWith("F4"))) return;
    event.preventDefault();
    if (!event.repeat) act();
  });

  addEventListener("beforeunload", (event) => {
    if (typing.unsent || correcting.unsent || (!keeping.safe && queue.waiting.length)) event.preventDefault();
  });
  for (const hidden of document.querySelectorAll(".script[hidden]:not(#help)")) hidden.hidden = false;
  $("lists").hidden = true;
  $("lists").classList.add("over");
  $("line").noValidate = true;
  desk.fresh = desk.state.last !== null; // the page as it was kept for a reload without network has no words in it
  desk.state.last ??= [];
  watching.size = desk.fresh ? desk.state.size : null;
  lines.show(desk.state.last);
  render();
  speakers.choose(speakers.all.find(({ id }) => id === keeping.speaker) ?? null);
  if ($("text").value) typing.take({ text: $("text").value });
  typing.focus();
  watching.start();
  queue.run();
  setInterval(tick, 1_000);
}

if (main) alone(`onrecord:desk:${location.pathname}`, begin, openElsewhere);
