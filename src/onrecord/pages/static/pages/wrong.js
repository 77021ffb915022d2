// After a form was refused, whoever filled it in is at the first field that is not right.
const wrong = document.querySelector(
  ".field.wrong :is(input, select, textarea):not([type=hidden]), [aria-invalid=true]:not([type=hidden])",
);
wrong?.closest("details")?.setAttribute("open", "");
wrong?.focus();
