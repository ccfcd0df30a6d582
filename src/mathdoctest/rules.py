"""Every rule by its name: what it holds, why, and what an author does about it.

The reports carry these texts (SARIF's help), and the page about the rules is tested against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule holds."""

    name: str
    title: str
    """One line, no full stop."""
    help: str
    """Why it matters and what to do about it."""


def _table(*rules: Rule) -> Mapping[str, Rule]:
    return {rule.name: rule for rule in rules}


RULES = _table(
    Rule(
        "wrong-literal",
        "A printed number is not the correctly rounded value of what it stands for",
        "Each number of an equation stands for a part of the segment before it, and a "
        "bound number for what it is bound to. That value is computed from the page's "
        "givens at full precision and rounded to as many decimals as are printed. Print "
        "the number that the message names, or let `mathdoctest fix` write it.",
    ),
    Rule(
        "wrong-sign",
        "A number has the digits of what it stands for and the wrong sign",
        "Signs are never corrected by `mathdoctest fix`: whether the sign or the formula "
        "is the slip, only the author knows. Correct the one that is.",
    ),
    Rule(
        "does-not-follow",
        "A segment of a chain does not have the value of the segment before it",
        "The numbers and symbols of the segment cannot be laid against the ones before it "
        "with the same value. Look for a wrong operator, a term left out, or a symbol "
        "that was meant to be another.",
    ),
    Rule(
        "identity",
        "A symbolic equation does not hold for all values of its symbols",
        "Both sides are evaluated at random values, not only at the page's own: two "
        "inputs that happen to be equal hide no mistake. Look for a wrong subscript, sign "
        "or factor.",
    ),
    Rule(
        "gradient",
        "A derivative is not what differentiation of the page's own definitions gives",
        "The left side is differentiated through everything that the page defines. Look "
        "for a missing factor of the chain rule, a sign, or a factor of two.",
    ),
    Rule(
        "inequality",
        "An inequality does not hold",
        "Both sides are enclosed in intervals that contain their exact values. Correct "
        "the relation or a side.",
    ),
    Rule(
        "relation",
        "An equals sign joins sides that differ, or an approximation joins sides that are equal",
        "`=` promises that the two displayed sides are exactly equal; where something was "
        "rounded, the sign is `\\approx`.",
    ),
    Rule(
        "calculator",
        "A number is right, and yet a reader who types the displayed operands gets another",
        "Show one digit more of an operand, so that the rounded result is right both ways.",
    ),
    Rule(
        "undefined-symbol",
        "A symbol is used and the page defines it nowhere",
        "Define it, correct its name or subscript, or say in the front matter which page "
        "this one continues. A mere name is exempt with a comment behind the formula: "
        "`<!-- exempt: reason -->`.",
    ),
    Rule(
        "undeclared-function",
        "Something is applied like a function that the page declares nowhere",
        "Declare it once, as in `f(x) = x^2`; or, if it is a factor, write the product sign.",
    ),
    Rule(
        "unused-symbol",
        "A symbol is defined and used nowhere else",
        "It may be a misspelling of another one. Use it, correct it, or leave it out.",
    ),
    Rule(
        "loose-subscript",
        "A subscript of several characters has no braces",
        "LaTeX takes only the first character: `w_11` prints a 1 too low. Write `w_{11}`.",
    ),
    Rule(
        "used-before-definition",
        "A symbol is used before the page says what it is",
        "A reader who goes from top to bottom does not know it yet. Define it first.",
    ),
    Rule(
        "redefined",
        "A symbol is given another meaning",
        "A reader may still have the first one in mind. Choose another name; or, if this is a "
        "new value of the same quantity, write `\\leftarrow`.",
    ),
    Rule(
        "update",
        "An update does not make a new value out of the old one",
        "The right side of `\\leftarrow` starts from the symbol's own old value, and moves it by "
        "its own gradient. Look for the name of another symbol.",
    ),
    Rule(
        "claims-nothing",
        "A display block makes no claim",
        "It holds no relation, so nothing in it can be checked. Complete the equation, or "
        "set it within the text.",
    ),
    Rule(
        "no-left-side",
        "A chain begins with a relation and has nothing to go on from",
        "Say what it continues, or write the left side again.",
    ),
    Rule(
        "not-understood",
        "A formula uses something outside the grammar",
        "What is not understood is said to be so and never guessed. Write it another way, "
        "or leave it unchecked.",
    ),
    Rule(
        "undecided",
        "A claim was understood and could not be decided",
        "A quantity has no value on this page, or the computation was given up. Define "
        "what is missing, or split the chain.",
    ),
    Rule(
        "unknown-literal",
        "A number stands in a formula that could not be decided",
        "Nothing is said of the number: the message says what stood in the way.",
    ),
    Rule(
        "unbound-literal",
        "A number of a formula was laid against no quantity",
        "It agrees with nothing that the segment before it holds. Complete the chain, so "
        "that each number has something to stand for.",
    ),
    Rule(
        "unbound-number",
        "A number in prose or in a table has nothing that backs it",
        "Bind it with a comment behind it, as in `3.7<!-- = $y$ -->`, exempt it with a "
        "reason, as in `28<!-- exempt: counted by hand -->`, or write it as a word.",
    ),
    Rule(
        "binding-without-number",
        "A binding stands behind no number",
        "The comment must follow its number directly, or the number's closing `**`.",
    ),
    Rule(
        "unreadable-binding",
        "A binding is neither mathematics nor a Python expression",
        "Write `<!-- = $formula$ -->` or `<!-- = expression -->`.",
    ),
    Rule(
        "exempt-without-reason",
        "A number or a formula is exempt, and no reason is given",
        "Write the reason: `<!-- exempt: reason -->`.",
    ),
    Rule(
        "code-differs",
        "A symbol of the notation table has another value in the code",
        "The page's formulas and the Python expression of the notation table disagree by "
        "more than 1e-12. One of them is wrong, or the table names the wrong expression.",
    ),
    Rule(
        "code-failed",
        "A page's code, or an expression bound to a number, does not run",
        "The page's code blocks run from top to bottom in one namespace, as a reader "
        "would type them. Correct the line that the message names, or put `<!-- no-run: "
        "reason -->` on the line before a block that is not meant to run.",
    ),
    Rule(
        "no-value",
        "The code that computes a number ended with an error, so the number is backed by nothing",
        "Nothing is wrong with the number itself, as far as is known. Correct the code at the "
        "page and line that the message names; every number that waits for it is then compared.",
    ),
    Rule(
        "code-output",
        "An example prints something else than the page shows",
        "What follows a `>>>` example is compared with what the example prints, character "
        "by character. Print what the message shows, or correct the code.",
    ),
    Rule(
        "code-not-run",
        "Code was not run, so nothing is known of what depends on it",
        "A page's code runs only when asked for: by `--run-code`, or by `run-code = true` "
        "in the `[tool.mathdoctest]` of the project that one works in.",
    ),
    Rule(
        "unlexed",
        "A code block cannot be told to be run or not",
        "Name its language, `python` or another; close its fence; or put `<!-- no-run: "
        "reason -->` on the line before it.",
    ),
    Rule(
        "no-run-without-fence",
        "A no-run comment stands before no code block",
        "It must stand on the line before the fence.",
    ),
    Rule(
        "unbalanced-math",
        "A delimiter of mathematics has no partner",
        "Close the formula, or remove the delimiter; everything between is not read.",
    ),
    Rule(
        "unclosed-math",
        "A formula or block of mathematics is never closed",
        "Close it: what follows would be taken for part of it.",
    ),
    Rule(
        "empty-math",
        "A formula is empty",
        "Write it, or remove its delimiters.",
    ),
    Rule(
        "unclosed-fence",
        "A code block is never closed",
        "Close its fence: everything to the end of the page is taken for code.",
    ),
    Rule(
        "unclosed-comment",
        "An HTML comment is never closed",
        "End it with `-->`: everything to the end of the page is taken for a comment.",
    ),
    Rule(
        "unclosed-html",
        "An HTML element is never closed",
        "Close it: what stands in it is not read as Markdown.",
    ),
    Rule(
        "bad-front-matter",
        "The front matter cannot be read",
        "It must be a YAML mapping between two lines of `---`; `mathdoctest:` in it is a "
        "mapping too.",
    ),
    Rule(
        "continues",
        "The page that this one says it continues cannot be used",
        "The front matter names a page that is missing, unreadable, or that continues "
        "this one in turn. Correct `continues:`.",
    ),
    Rule(
        "too-large",
        "Something is beyond the limits that keep a check short",
        "Pages are data, and every check ends: formulas that are too long, too deeply "
        "nested or too costly are left undecided. Split it.",
    ),
)


def describe(name: str) -> Rule:
    """A rule by name; a name that is not in the table stands for itself."""
    return RULES.get(name) or Rule(name, name.replace("-", " ").capitalize(), "")
