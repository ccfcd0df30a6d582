// What the theme's own scripts add to a page, within everybody's reach: a wide table scrolls by
// keyboard, and each code block's row of buttons has a name of its own.
addEventListener("load", () => {
  document.querySelectorAll(".md-typeset__scrollwrap").forEach((table, k) => {
    table.tabIndex = 0;
    table.setAttribute("role", "region");
    table.setAttribute("aria-label", `Table ${k + 1}`);
  });
  // The theme adds the rows when it has time for them, on a slow machine after the page has loaded.
  const blocks = [...document.querySelectorAll(".md-typeset pre")];
  const name = () =>
    blocks.forEach((block, k) =>
      block.querySelector(".md-code__nav")?.setAttribute("aria-label", `Code block ${k + 1}`),
    );
  const added = new MutationObserver(name);
  blocks.forEach((block) => added.observe(block, { childList: true }));
  name();
});
