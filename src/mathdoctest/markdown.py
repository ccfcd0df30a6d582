r"""A Python-Markdown extension that turns formulas into MathML while a page is built.

The reader's browser then needs no script for a formula, assistive technology gets real mathematics,
and a heading with a formula reads well in the table of contents. arithmatex, which this extension
brings along, finds the formulas; `mathdoctest.mathml` converts them. What the author wrote for the
checker alone, in HTML comments, stays out of the page.

In ``mkdocs.yml``::

    markdown_extensions:
      - mathdoctest:
          font: !relative $docs_dir/assets/generated  # writes the math font there
          check: true  # refuses a page with a wrong number
      - pymdownx.superfences:
          custom_fences:
            - name: math
              class: arithmatex
              format: !!python/name:mathdoctest.markdown.fence
"""

from __future__ import annotations

import html
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from xml.etree.ElementTree import SubElement

from markdown import Extension
from markdown.extensions.toc import unique
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE
from pymdownx.arithmatex import arithmatex_fenced_format
from pymdownx.slugs import slugify

from mathdoctest import config, reporting
from mathdoctest.fonts import FontError, write_math_font
from mathdoctest.live import marks
from mathdoctest.live.assets import write_assets
from mathdoctest.live.island import foot
from mathdoctest.live.page import LivePage, read_page
from mathdoctest.live.roles import LEGEND
from mathdoctest.mathml import FormulaError, plain_text, render
from mathdoctest.project import Options, check_source, settings
from mathdoctest.reporting.paths import relative
from mathdoctest.source import Source, UnreadableError, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_INLINE = re.compile(r"\\\((.*)\\\)", re.DOTALL)
_DISPLAY = re.compile(r"\\\[(.*)\\\]", re.DOTALL)
_FENCE = re.compile(
    r'<div(?P<attributes>[^>]*class="arithmatex[^>]*)>\\\[\n(?P<latex>.*)\n\\\]</div>', re.DOTALL
)
_COMMENT = r"<!--.*?-->"
# What must not stand alone at the start or the end of a line, beside the formula it belongs to.
_OPENING = re.compile(r"[(\[“‘\"']+$")
_CLOSING = re.compile(r"[)\]”’\"',.;:!?…%]+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LITERAL = frozenset({"code", "pre", "script", "style"})
fence = arithmatex_fenced_format(mode="generic")
"""What superfences calls for a ```` ```math ```` fence; the extension below then converts it."""

_github_slug = slugify(case="lower")


class MathExtension(Extension):
    """Formulas as MathML, and no trace of the checker's comments."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - as Python-Markdown has it
        self.config = {
            "font": [
                "",
                "A folder for the math font and its licence, made when they are not there.",
            ],
            "claims": [
                "",
                "A folder for the scripts and the style of the claims. With it each checked "  # noqa: ISC004
                "number carries what it stands for into the page.",
            ],
            "check": [False, "Whether a page that does not pass its check stops the build."],
        }
        self.complaint = _complaint(kwargs, self.config)
        super().__init__(**({} if self.complaint else kwargs))

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - as Python-Markdown has it
        """Register with a Markdown instance; called once per page.

        Raises:
            FontError: The font was asked for and cannot be made.
        """
        if self.complaint:
            # MkDocs shows a traceback of what an extension raises before the first page.
            md.preprocessors.register(_Refusal(md, self.complaint), "refusal", 102)
        folder = os.fspath(self.getConfig("font"))
        if folder:
            try:
                write_math_font(Path(folder))
            except FontError as error:
                _fail(str(error))
        claims = os.fspath(self.getConfig("claims"))
        if claims:
            write_assets(Path(claims))
            # Before all that changes the text, for the check reads it as its author wrote it.
            md.preprocessors.register(_Claims(md, self), "claims", 100)
            # Before MkDocs makes the paths of pictures relative to the page.
            md.treeprocessors.register(_Diagrams(md, self), "diagrams", 7)
            # After raw HTML has been put back, and after the comments are gone.
            md.postprocessors.register(_Marks(md, self), "claims", 4)
            # After all formulas and diagrams: it holds the data of each number that was marked.
            md.treeprocessors.register(_Foot(md, self), "claims", 5.5)
        if self.getConfig("check"):
            # Before any other work is put into a page that is refused.
            md.preprocessors.register(_Check(md), "check", 101)
        self.page: LivePage | None = None
        md.registerExtensions(["pymdownx.arithmatex"], {"pymdownx.arithmatex": {"generic": True}})
        # After code spans, before formulas: a comment may hold a formula, not for the reader.
        md.inlinePatterns.register(_InlineComment(rf"(?<!\\){_COMMENT}", md), "binding", 189.95)
        # After attributes in braces (8) are off the text, before the table of contents (5) is made.
        md.treeprocessors.register(_Formulas(md, self), "mathml", 6)
        # After raw HTML has been put back.
        md.postprocessors.register(_BlockComments(md, self), "binding", 5)


def makeExtension(**kwargs: Any) -> MathExtension:  # noqa: ANN401, N802 - as Python-Markdown has it
    """Return the extension, for those who name it by its module."""
    return MathExtension(**kwargs)


def _complaint(given: Mapping[str, Any], known: Mapping[str, Sequence[Any]]) -> str:
    """All that is wrong with the settings of the extension."""
    complaints: list[str] = []
    for name, value in given.items():
        if name not in known:
            complaints.append(f"mathdoctest {config.no_setting(name, known)}")
            continue
        flag = isinstance(known[name][0], bool)
        if not isinstance(value, bool if flag else str | os.PathLike):
            expected = "true or false" if flag else "the path of a folder"
            complaints.append(
                f"mathdoctest.{name} must be {expected}, not {config.describe(value)}"
            )
    return "\n".join(f"markdown_extensions: {complaint}" for complaint in complaints)


class _Refusal(Preprocessor):
    """Refuses every page, for the settings make no sense."""

    def __init__(self, md: Markdown, complaint: str) -> None:
        super().__init__(md)
        self.complaint = complaint

    def run(self, _lines: list[str]) -> list[str]:
        _fail(self.complaint)


class _Check(Preprocessor):
    """Refuses a page that `mathdoctest check` would fail, in the words of that command."""

    def run(self, lines: list[str]) -> list[str]:
        if _within(self.md):
            return lines
        at = _path(self.md)
        # As the command names it. A page that no file holds is checked as the text that it is.
        path = Path("page" if at is None else relative(str(at)))
        try:
            if at is not None and config.for_page(at).excludes(at):
                return lines
            source = Source(path, "\n".join(lines)) if at is None else read(path)
            chosen = settings(path, Options())
        except (UnreadableError, config.ConfigError) as error:
            _fail(f"{path}: {error}")
        said = reporting.render(check_source(source, chosen), "text", strict=chosen.strict)
        if not said.ok:
            _fail(f"{path} does not pass its check:\n\n{said.body}")
        return lines


class _Claims(Preprocessor):
    """Checks the page, and marks its numbers for those who come after."""

    def __init__(self, md: Markdown, extension: MathExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, lines: list[str]) -> list[str]:
        if _within(self.md):
            return lines
        path = _path(self.md)
        notation = settings(path, Options()).notation if path is not None else None
        page = read_page("\n".join(lines), path, notation)
        self._extension.page = page
        return page.text.split("\n")


class _Diagrams(Treeprocessor):
    """Puts a picture whose values are named into the page itself, to explain them and to follow."""

    def __init__(self, md: Markdown, extension: MathExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: Element) -> None:
        page, path = self._extension.page, _path(self.md)
        if page is None or path is None:
            return
        for parent in root.iter():
            for child in parent:
                source = child.get("src", "")
                if child.tag != "img" or not source.endswith(".svg") or ":" in source:
                    continue
                try:
                    svg = (path.parent / source).read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError):
                    continue  # MkDocs says so itself
                if "data-symbol" not in svg or not svg.startswith("<svg"):
                    continue
                tail = child.tail
                child.clear()
                child.tag, child.tail = "span", tail
                child.set("class", "diagram")
                child.text = self.md.htmlStash.store(page.picture(svg))


class _Foot(Treeprocessor):
    """Adds what the marks refer to, at the foot of the page."""

    def __init__(self, md: Markdown, extension: MathExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: Element) -> None:
        page = self._extension.page
        content = foot(page, self._address) if page is not None else ""
        if content:
            SubElement(root, "p").text = self.md.htmlStash.store(content)

    def _address(self, source: str) -> str:
        """A link of the notation as this page has to write it."""
        page, path = self._extension.page, _path(self.md)
        if page is None or page.notation is None or path is None or ":" in source:
            return source
        target = os.path.join(os.path.dirname(page.notation), source)  # noqa: PTH118, PTH120
        local = Path(os.path.relpath(target, path.parent)).as_posix()
        # MkDocs's own, which also looks whether the target is there.
        links: Any = self.md.treeprocessors["relpath"]
        return str(links.path_to_url(local))


class _Marks(Postprocessor):
    """Turns the marks that are left, those of numbers in prose and tables, into elements."""

    def __init__(self, md: Markdown, extension: MathExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, text: str) -> str:
        page = self._extension.page
        return text if page is None else marks.spans(text, page.attributes)


class _InlineComment(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802 - the stubs have the older signature
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        return "", m.start(0), m.end(0)


class _BlockComments(Postprocessor):
    """Takes the comments out of the page; one of them asks for the legend of the roles."""

    def __init__(self, md: Markdown, extension: MathExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, text: str) -> str:
        page = self._extension.page
        if page is not None:
            text = LEGEND.sub(lambda _: page.roles.legend(), text)
        return re.sub(_COMMENT, "", text, flags=re.DOTALL)


class _Formulas(Treeprocessor):
    """Puts MathML where arithmatex left LaTeX."""

    def __init__(self, md: Markdown, extension: MathExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: Element) -> None:
        self._problems: list[str] = []
        anchors = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        for element in root.iter():
            if element.tag in _HEADINGS:
                self._label(element, anchors)
        self._visit(root)
        if self._problems:
            _fail("\n".join(f"{_page(self.md)}{problem}" for problem in self._problems))

    def _visit(self, parent: Element) -> None:
        """Convert in the order of the page, for equal formulas are told apart by their order."""
        self._text(parent.text)
        before = None
        for child in parent:
            if "arithmatex" in child.get("class", "").split():
                if child.tag == "div":
                    self._display(child)
                else:
                    self._inline(child, parent, before)
            elif child.tag not in _LITERAL:
                self._visit(child)
            self._text(child.tail)
            before = child

    def _text(self, text: str | None) -> None:
        """Convert a text's ```` ```math ```` fences, which superfences has put aside as HTML."""
        for match in HTML_PLACEHOLDER_RE.finditer(text or ""):
            index = int(match[1])
            aside = self.md.htmlStash.rawHtmlBlocks[index]
            fence = _FENCE.fullmatch(aside) if isinstance(aside, str) else None
            if fence:
                mathml = self._render(html.unescape(fence["latex"]), display=True)
                attributes = fence["attributes"].replace("arithmatex", "math-display", 1)
                self.md.htmlStash.rawHtmlBlocks[index] = (
                    f'<div{attributes} tabindex="0">{mathml}</div>'
                )
        if "$$" in (text or ""):
            self._problems.append(
                f"`$$` is left in the text at “{_excerpt(text or '')}”: display mathematics needs "
                "a blank line before and after, and `$$` at both ends"
            )

    def _display(self, element: Element) -> None:
        latex = _unwrapped(_DISPLAY, html.unescape(element.text or ""))
        element.set("class", "math-display")
        element.set("tabindex", "0")  # it scrolls on a narrow screen, so the keyboard must reach it
        element.text = self.md.htmlStash.store(self._render(latex, display=True))

    def _inline(self, element: Element, parent: Element, before: Element | None) -> None:
        latex = _unwrapped(_INLINE, element.text or "")
        element.set("class", "math")
        ahead = (parent.text if before is None else before.tail) or ""
        behind = element.tail or ""
        if ahead.endswith("$") and behind.startswith("$"):
            self._problems.append(
                f"`$${latex}$$` stands in a line of text: display mathematics needs a blank line "
                "before and after; for a formula in the line, write one dollar sign"
            )
        opening = _OPENING.search(ahead)
        closing = _CLOSING.match(behind)
        if opening:
            ahead = ahead[: opening.start()]
            if before is None:
                parent.text = ahead
            else:
                before.tail = ahead
        if closing:
            element.tail = behind[closing.end() :]
        mathml = self.md.htmlStash.store(self._render(latex, display=False))
        said = self._said(latex) if _heads(element, parent) else ""
        if said:
            element.set("class", "math claims-heard")
        element.text = (
            said + (opening[0] if opening else "") + mathml + (closing[0] if closing else "")
        )

    def _said(self, latex: str) -> str:
        """What a header says before its symbol to those who have a table read to them.

        With each cell they hear its header, and of a formula alone not every program says anything.
        """
        page = self._extension.page
        meaning = page.meaning(marks.strip(latex)) if page is not None else ""
        if not meaning:
            return ""
        return self.md.htmlStash.store(
            f'<span class="claims-said">{html.escape(meaning, quote=False)} </span>'
        )

    def _render(self, latex: str, *, display: bool) -> str:
        latex, numbers, relations = marks.unmark(latex)
        page = self._extension.page
        slots = {span: page.attributes(claim) for span, claim in numbers.items()} if page else {}
        try:
            made = marks.relate(latex, render(latex, display=display, slots=slots), relations)
        except FormulaError as error:
            self._problems.append(str(error))
            return ""
        return page.signed(page.roles.mark(made)) if page else made

    def _label(self, heading: Element, anchors: set[str]) -> None:
        """Give a heading with formulas a readable table-of-contents entry, and GitHub's anchor."""
        formulas = [e for e in heading.iter("span") if "arithmatex" in e.get("class", "").split()]
        if not formulas:
            return
        latex = {id(e): _unwrapped(_INLINE, e.text or "") for e in formulas}
        if "id" not in heading.attrib:
            heading.set("id", unique(_github_slug(_plain(heading, latex), "-"), anchors))
        try:
            text = {key: plain_text(render(value, display=False)) for key, value in latex.items()}
        except FormulaError:
            return  # reported when the formula itself is converted
        heading.attrib.setdefault("data-toc-label", _plain(heading, text))


def _heads(formula: Element, parent: Element) -> bool:
    """Whether a formula is all that a table's header says."""
    around = f"{parent.text or ''}{formula.tail or ''}".strip()
    return parent.tag == "th" and len(parent) == 1 and not around


def _plain(element: Element, formulas: dict[int, str]) -> str:
    def parts(element: Element) -> Iterator[str]:
        yield formulas.get(id(element), element.text or "")
        for child in element:
            yield from parts(child)
            yield child.tail or ""

    return HTML_PLACEHOLDER_RE.sub("", "".join(parts(element)))


def _unwrapped(wrapped: re.Pattern[str], text: str) -> str:
    match = wrapped.fullmatch(text.strip())
    latex = (match[1] if match else text).strip()
    # Some authors write $\( … \)$, so that more than one renderer finds the formula.
    inner = _INLINE.fullmatch(latex)
    return inner[1].strip() if inner else latex


def _excerpt(text: str) -> str:
    start = text.index("$$")
    return " ".join(text[start : start + 60].split())


def _within(md: Markdown) -> bool:
    """Whether this is a docstring, converted on its own in the midst of a page."""
    return "mkdocstrings_strip_paragraph" in md.treeprocessors


def _page(md: Markdown) -> str:
    """Name the page, known only under MkDocs."""
    file = _file(md)
    return f"{file.src_uri}: " if file is not None else ""


def _path(md: Markdown) -> Path | None:
    """Where the page's Markdown lies, known only under MkDocs."""
    path = getattr(_file(md), "abs_src_path", None)
    return None if path is None else Path(path)


def _file(md: Markdown) -> Any:  # noqa: ANN401 - MkDocs's own File
    """MkDocs registers a processor that holds the file."""
    if "relpath" in md.treeprocessors:
        return getattr(md.treeprocessors["relpath"], "file", None)
    return None


def _fail(message: str) -> NoReturn:
    """Stop the build, with MkDocs's own error under MkDocs: that it shows without a traceback."""
    for host in ("mkdocs", "properdocs"):
        exceptions = sys.modules.get(f"{host}.exceptions")
        if exceptions is not None:
            raise exceptions.BuildError(message)
    raise FormulaError(message)
