// What words are taken for where nobody says it.

const ROLES = ["statement", "question", "answer", "remark"];

/** What `speaker` says by all likelihood; `asked`: whether a question was asked already. */
export function roleOf(speaker, asked) {
  if (!speaker || speaker.part === "journalist") return "question";
  if (speaker.part === "moderator") return "remark";
  return asked ? "answer" : "statement";
}

/** The role that comes after `role`, all of them in turn. */
export function roleAfter(role) {
  return ROLES[(ROLES.indexOf(role) + 1) % ROLES.length];
}
