/// The script of the HTML file: one page at a time, a table to sort and filter, and keys.
///
/// Without it the file shows all pages one below the other. The text has no `<` and no `&`, so that the file stays
/// well-formed XML.
enum ReportScript {
  /// The program.
  static let text = #"""

    "use strict";
    const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
    const pages = all(".p-page");
    document.body.classList.add("p-script");

    // One page at a time: the one that the address names, otherwise the first.
    function show() {
      const name = decodeURIComponent(location.hash.slice(1));
      if (name === "content") { document.getElementById("content").focus(); return; }
      const chosen = pages.find((page) => page.id === name) || pages[0];
      for (const page of pages) {
        page.classList.toggle("p-shown", page === chosen);
        page.classList.toggle("p-away", page !== chosen);
      }
      const heading = chosen.querySelector("h2");
      document.title = heading ? heading.textContent : document.title;
      window.scrollTo(0, 0);
      if (heading ? name !== "" : false) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    }
    window.addEventListener("hashchange", show);
    show();

    // A number as the report prints it: 0.25 [0.24, 0.26], 2.6·10⁻⁴, a bound below 10⁻⁹; words are compared as words.
    const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    function key(text) {
      const plain = text.replace(/−/g, "-");
      const power = (raised) => Number(Array.from(raised, (sign) => (sign === "⁻" ? "-" : digits.indexOf(sign))).join(""));
      const found = /(-?[0-9]+(?:\.[0-9]+)?)?(?:·?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?/.exec(plain.replace(/^[^0-9-]*/, ""));
      const whole = /^10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/.exec(plain.replace(/^[^0-9]*/, ""));
      if (whole) { return Math.pow(10, power(whole[1])) * 0.999; }
      if (!found || found[1] === undefined) { return null; }
      return Number(found[1]) * (found[2] ? Math.pow(10, power(found[2])) : 1);
    }
    const isNumber = (text) => /^(against: )?[^A-Za-z]*$/.test(text.trim());
    function compare(a, b) {
      if (isNumber(a) ? isNumber(b) : false) {
        const [x, y] = [key(a), key(b)];
        if (x !== null ? y !== null : false) { return x - y; }
      }
      return a.localeCompare(b, "en", { numeric: true });
    }

    // Every heading of a column is a button that sorts; a second press turns the order.
    for (const table of all("table")) {
      const rows = all("tbody tr", table);
      if (2 > rows.length) { continue; }
      all("thead th", table).forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const turned = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
          all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", turned === 1 ? "ascending" : "descending");
          const text = (row) => row.cells[column].textContent;
          rows.map((row, place) => [row, place])
            .sort(([a, i], [b, j]) => turned * compare(text(a), text(b)) || i - j)
            .forEach(([row]) => row.parentNode.append(row));
        });
      });
    }

    // Rows are shown that hold every word and have every choice.
    const form = document.getElementById("filters");
    if (form) {
      const rows = all("#claims tbody tr");
      const find = document.getElementById("find");
      const choices = all("select", form);
      form.hidden = false;
      const apply = () => {
        const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
        let shown = 0;
        for (const row of rows) {
          const text = row.textContent.toLowerCase();
          const fits = words.every((word) => text.includes(word))
            ? choices.every((choice) => choice.value === "" || row.dataset[choice.name] === choice.value) : false;
          row.hidden = !fits;
          shown += fits ? 1 : 0;
        }
        document.getElementById("count").textContent = shown + " of " + rows.length + " claims";
      };
      form.addEventListener("input", apply);
      form.addEventListener("reset", () => setTimeout(apply));
      form.addEventListener("submit", (event) => event.preventDefault());
      apply();
    }

    // Keys: / finds, Escape shows all, j and k go through the claims.
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      const find = document.getElementById("find");
      const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (event.key === "Escape") { if (form) { form.reset(); } return; }
      if (isTyping) { return; }
      if (event.key === "/") {
        if (!find) { return; }
        event.preventDefault();
        location.hash = "";
        show();
        find.focus();
      }
      const step = { j: 1, k: -1 }[event.key];
      if (step) {
        const place = pages.findIndex((page) => page.classList.contains("p-shown")) + step;
        if (pages[place]) { location.hash = pages[place].id; }
      }
    });
    window.addEventListener("beforeprint", () => all("details").forEach((fold) => { fold.open = true; }));

    """#
}
