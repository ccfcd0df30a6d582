// What the theme's own scripts add to a page, within everybody's reach: a wide table scrolls by
// keyboard, and each code block's row of buttons has a name of its own.
addEventListener("load", () => {
  document.querySelectorAll(".md-typeset__scrollwrap").forEach((table, k) => {
    table.tabIndex = 0;
    table.setAttribute("role", "region");
    table.setAttribute("aria-label", `Table ${k + 1}`);
  });
  document.querySelectorAll(".md-code__nav").forEach((row, k) => {
    row.setAttribute("aria-label", `Code block ${k + 1}`);
  });
});
