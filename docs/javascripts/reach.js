// What the theme's own scripts add to a page, within everybody's reach: a wide table scrolls by
// keyboard, and each code block's row of buttons has a name of its own.
{
  const TABLE = ".md-typeset__scrollwrap";
  const BUTTONS = ".md-code__nav";

  const reach = () => {
    document.querySelectorAll(TABLE).forEach((table, k) => {
      table.tabIndex = 0;
      table.setAttribute("role", "region");
      table.setAttribute("aria-label", `Table ${k + 1}`);
    });
    document.querySelectorAll(".md-typeset pre").forEach((block, k) => {
      block.querySelector(BUTTONS)?.setAttribute("aria-label", `Code block ${k + 1}`);
    });
  };

  // The theme adds them when it has time for them, on a slow machine long after the page has loaded.
  const isTheirs = (node) => node instanceof Element && node.matches(`${TABLE}, ${BUTTONS}`);
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some(isTheirs))) reach();
  }).observe(document.body, { childList: true, subtree: true });
  reach();
}
