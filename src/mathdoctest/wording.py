"""What the words around a formula say of it."""

from __future__ import annotations

import re

from mathdoctest.outline import Statement
from mathdoctest.page import Page

EQUATES = re.compile(
    r"\s*+(?:[,;]\s*+)?\(?(?:i\.\s?e\.|that is|which is|in other words|in percent|d\.\s?h\."
    r"|das sind|das heißt|soit|c'est-à-dire|es decir|o sea|ou seja|cioè|即|也就是|也就是说)"
    r"[,:]?\s*+(?:(?:about|roughly|around|nearly|etwa|rund|environ|cerca de|circa)\s*+)?",
    re.IGNORECASE,
)
"""All that stands between a result and what it is in other words."""
CONCLUDES = re.compile(
    r"\b(?:so|hence|thus|therefore|gives?|giving|gets?|obtain|yields?|find|found|compute[ds]?|results?"
    r"|becomes?)\b",
    re.IGNORECASE,
)
"""A number behind such a word is a result."""
IMPLIES = re.compile(
    r"(?:\\(?:Rightarrow|implies|Longrightarrow|therefore)|[⇒⟹∴])(?:\\[,;:! ]|\\q?quad|[\s&~])*\Z"
)
"""A number behind such a sign is one, too."""
LONGEST_ARROW = 80
"""Characters before a statement that are searched for such a sign."""
LIKEWISE = re.compile(
    r"\b(?:likewise|similar|similarly|same|analog\w*|repeat\w*|as before|in turn|carry\w*)\b",
    re.IGNORECASE,
)
"""A number behind such a word was computed like another one."""
OR = re.compile(r"\b(?:or|oder|ou|o|oppure|of|eller)\b|或|または|или", re.IGNORECASE)
"""What stands between two solutions of an equation."""
LONGEST_OR = 30
"""Characters between them that are searched for such a word."""
_NEW = (
    r"(?:new|neue[nrsm]?|nuev[oa]s?|nouve(?:au|aux|lles?)|nuov[oaie]|nov[oa]s?|nieuwe|nya|nye"
    r"|\u043d\u043e\u0432\w+)"
)
AGAIN = re.compile(
    rf"\b(?:second|next|another|again|updated|{_NEW})\b.{{0,40}}"
    r"\b(?:pass|forward|step|epoch|iteration|round|run|point|weights?|parameters?|values?"
    r"|gewichte[n]?|parametern?|werte[n]?|pesos|parámetros|parâmetros|poids|paramètres|pesi"
    r"|parametri|\u0432\u0435\u0441\u0430\w*|\u043f\u0430\u0440\u0430\u043c\u0435\u0442\u0440\w*)\b"
    r"|\b(?:with|using|for|from) these (?:weights|parameters|values)\b"
    r"|\b(?:run(?:ning|s)?|feed(?:ing|s)?|pass(?:ing|es)?|forward|inputs?|samples?)\b.{0,40}"
    r"\b(?:again|once more|anew|a second time)\b",
    re.IGNORECASE | re.DOTALL,
)
"""What follows such words is of another pass."""
BEFORE = re.compile(
    r"\b(?:before|previous(?:ly)?|earlier|originally|initial(?:ly)?|old)\b", re.IGNORECASE
)
"""What follows such a word is of the state before."""
STAYS = re.compile(
    r"\b(?:still|stays?|remains?|unchanged|keeps?|same|bleib(?:t|en)|noch|unverändert|weiterhin|reste"
    r"|toujours|encore|inchangée?|sigue|igual|todavía|antes|avant|vorher|bisher|resta|ancora|prima)\b",
    re.IGNORECASE,
)
"""What stands behind such a word has not changed, or is of the state before."""
EARLIER = re.compile(
    r"\b(?:first|second|original|initial|old|previous|former|erste[nrsm]?|zweite[nrsm]?|alte[nrsm]?"
    r"|ursprüngliche[nrsm]?|premi(?:er|ère)s?|ancien\w*|prim(?:er|era|eras|eros)|segund[oa]s?"
    r"|primeir[oa]s?|prim[oaie]|second[oaie])\s+(?!step|time|term|order|derivative)\w",
    re.IGNORECASE,
)
"""Behind such a word a quantity may be what it was before it was given anew."""
AFTER = re.compile(rf"{AGAIN.pattern}|\bafter\w*\b", re.IGNORECASE | re.DOTALL)
"""A result behind such words is of a later state, if it is not the old one."""
LATER = re.compile(
    r"\b(?:after\w*|now|later|once more|jetzt|nun|später|danach|ahora|después|tras|luego|maintenant"
    r"|après|ensuite|plus tard|ora|adesso|dopo|agora|depois"
    r"|nach (?:de[rmn]|eine[rm]|\d+|zwei|drei) (?!\w*(?:regel|formel|satz|gesetz|definition)))\b",
    re.IGNORECASE,
)
"""What follows such a word is of another state."""
BEFORE = re.compile(
    r"(?:^|\n)[\W\d_]*(?:the )?(?:before|previous(?:ly)?|initial(?:ly)?|original(?:ly)?|old|earlier"
    r"|vorher|zuvor|davor|anfangs|alte[rs]?|antes|avant|prima|до)\b[^.\n]{0,40}\Z"
    r"|(?:之前|更新前|原来|旧)[^。\n]{0,12}\Z",
    re.IGNORECASE,
)
"""A label that begins so speaks of a state before: “Before the update:”."""
_NO_OTHER = (
    r"(?! (?:words|hand|side|parts?|units?|neur[oó]n\w*|nodes?|layers?|rows?|columns?|lines?|terms?"
    r"|equations?|components?|entry|entries|coordinates?|elements?|weights?|gradients?|factors?"
    r"|derivatives?|features?|hidden|digits?|summands?|Komponente|Zeile|Spalte|Schicht|Gleichung"
    r"|composante|couche|ligne|colonne|componente|capa|fila|columna|camada|linha|coluna"
    r"|vez|veces|vezes|lado|côté|fois|volta)\b)"
)
OF_ANOTHER = re.compile(
    r"\b(?:second|third|fourth|another|other|zweite[nrsm]?|dritte[nrsm]?|andere[nrsm]?|deuxième"
    r"|troisième|autre|segund[oa]|tercer[oa]?|terceir[oa]|otr[oa]|outr[oa]|second[oa]|terz[oa]"
    rf"|altr[oa]){_NO_OTHER}(?= \w)"
    r"|\b(?:without(?! (?:loss|doubt|rounding))|ohne(?! (?:weitere|zweifel))|sans(?! doute)"
    r"|sin(?! (?:embargo|duda))|senza(?! dubbio)|sem(?! dúvida)|instead(?! of)|exclud\w+"
    r"|excluy\w+|omit\w*|leaving out)\b"
    r"|\b(?:twice|double[sd]?|half the|halved|three times|doppelt\w*|le double|el doble|o dobro"
    r"|il doppio)\b"
    r"|\b(?:rises|falls|drops|grows|increases|decreases|drifts|drifted|steigt|sinkt|fällt|sube|baja"
    r"|aumenta|passe) (?:to|auf|à|a|para)\b"
    r"|\b(?:version|variant|scenario|variante|szenario|escenario|cenário|scénario) [A-Z0-9]\b"
    r"|\bwith (?:relaxation|momentum|noise|dropout)\b|\bmit (?:relaxation|dämpfung)\b"
    r"|\b(?:in|for|of|im|in|en|dans|no|nell[ao]?|für|para|pour) ?(?:the |l'|el |il )?"
    r"(?:example|sample|case|problem|exercise|beispiel|fall|aufgabe|ejemplo|caso|exemplo|exemple"
    r"|esempio) [0-9A-H]\b"
    r"|\bthe (?:un)?trained (?:one|net|network|model|unit)\b",
    re.IGNORECASE,
)
"""What follows such words is of another sample, method or setting than what was told before."""
BY_METHOD = re.compile(
    r"\b(?:by|using|with|from|per|mit|par|por|con|com)\b[^.,;:]{0,30}?"
    r"\b(?:regression|least[ -]squares|fit|fitting|simulation|bisection|interpolation|regresión"
    r"|regressão|régression|regressione|ausgleichsgerade)\b"
    r"|\b(?:Simpson|Heun|Welch|Student|Nesterov|Newton|Euler|Runge|bootstrap|Monte Carlo|trapez\w*"
    r"|midpoint|secant|Sekanten\w*|sécante|secante|median|trimmed|in squares|in quadrature)\b"
    r"|\b(?:measured(?: (?:was|were|we))?|gemessen|Messung ergab|al medir|medimos|mesuré\w*"
    r"|misurat\w+|medid[oa]s?)\b[^.;]{0,20}\Z",
    re.IGNORECASE,
)
"""A number behind such words was estimated in another way, and need not be quite the same."""
REACHED = re.compile(
    r"[$`\s]*(?:(?:is|are|will be|wird|werden|est|sont) (?:\w+ ){0,3}?"
    r"(?:reached|attained|exceeded|erreicht|überschritten|atteinte?s?)"
    r"|atinge-se|alcança-se|se alcanza|si raggiunge)\b",
    re.IGNORECASE,
)
"""What stands before such words is a level that something comes to."""
MOVED = re.compile(
    r"[$`\s]*[:;,]? ?(?:so )?(?:it|this|which) (?:has |have )?(?:fell|fallen|rose|risen|dropped"
    r"|grew|grown|decreased|increased) (?:by|from)\b",
    re.IGNORECASE,
)
"""What stands before such words is not what it was."""
COMPARES = re.compile(
    r"\b(?:before|previous(?:ly)?|earlier|initial(?:ly)?|instead of|compared (?:to|with)"
    r"|(?:down|up|fallen|risen) from)\b",
    re.IGNORECASE,
)
"""A number beside such words was a result further up."""
SPREADS = re.compile(
    r"\b(?:standard deviation|std(?:\.? ?dev)?|scatters?|spread|Standardabweichung|Streuung|streuen"
    r"|streut|écart[- ]type|dispersion|desviación (?:estándar|típica)|deviazione standard"
    r"|desvio[- ]padrão)\b",
    re.IGNORECASE,
)
"""A number behind such a word is a standard deviation."""
MEASURES = re.compile(
    r"\b(?:literature|published|reported|reports?|accepted|targets?|desired|true|actual|nominal"
    r"|theoretical|expected|reference|textbook|instead of|rather than|compared (?:to|with)|versus"
    r"|vs)\b",
    re.IGNORECASE,
)
"""What stands behind such a word is compared with what the page found, and need not be it."""
OTHERS = re.compile(
    r"\b(?:than|others?|another|else|baseline|thresholds?|critical|average|prices?|costs?|last)\b",
    re.IGNORECASE,
)
"""A number behind such a word is of something else."""
SUPPOSES = re.compile(
    r"(?:\A|[.,;:(\u2014]\s)\W*had\b[^.]{1,40}?\bbeen\b"
    r"|\b(?:would(?! like)|had (?:we|it|they|been)|if \w+ (?:had|were)"
    r"|(?:we|they|I) (?:also )?(?:try|tried)|(?:do|did) (?:we|they|I) try"
    r"|(?:a|one) possible (?:solution|choice|set|answer|assignment)"
    r"|wären?|würden?|hätten?|ergäben?|betrüge|läge|käme|erhielten?|serait|donnerait|aurait|aurions"
    r"|obtiendrait|sería|daría|tendríamos|habría|quedaría|resultaría|obtendría|seria|daria|teríamos"
    r"|ficariam?|seriam?|sarebbero?|darebbero?|avremmo|auraient|serían)\b",
    re.IGNORECASE,
)
"""What follows such words is of a case that is not the page's."""
QUOTES = re.compile(
    r"\b(?:literature(?= value)|textbook|handbook|supplier|manufacturer|data ?sheet|catalogue"
    r"|nominal|(?:accepted|published|tabulated) value|Literaturwert|Tabellenwert|Hersteller"
    r"|Datenblatt|Sollwert|fabricant|fabricante|valeur (?:tabulée|nominale|de référence)"
    r"|valor nominal)\b",
    re.IGNORECASE,
)
"""What follows such words is from another source."""
_IF = re.compile(r"\W*(?:if|wenn|falls|si|se|als|indien)\b[^=:;]*", re.IGNORECASE)
"""A condition with which a sentence begins, and that no formula tells."""
_AT = re.compile(
    r"\W*(?:at|for|with|bei|für|mit|à|a|pour|avec|con|para|per|com)\s+(?=\$?\d)[^=:;]{1,80}",
    re.IGNORECASE,
)
"""So begins a clause on another case that only an amount tells: “at 10 Mbit/s”."""
_AMOUNT = re.compile(r"(\d+(?:\{?[.,]\}?\d+)?)\$?\s?(?:\\?%|[A-Za-zµμΩ°][\w/]*)")
"""An amount in a condition."""
_BRACKETED = re.compile(r"\$*[ ]?\)[ ]*(?:would|wäre|würde|serait|donnerait|sería|daría)\b")
"""What stands behind a case in brackets: “a bar of twice the height (h = 16) would bend …”."""
_CASE = (
    r"(?:for|with|without|at|if|when|under|using|set(?:ting)?|taking|suppose|assume|next|instead"
    r"|say|to|in the|bei|mit|ohne|für|wenn|unter|con|sin|para|cuando|sans|avec|pour|quand|senza"
    r"|per|sem|se)"
)
VARIES = re.compile(
    r"\W*(?:(?:with|mit|avec|con|com)(?: no| an?| eine[nmrs]?| einem| une?| um(?:a)?)"
    r"|without|ohne|sans|sin|sem|senza)\b",
    re.IGNORECASE,
)
"""So begins a sentence on what comes of another setting: “With a mask …”, “Without scaling …”."""
SETS = re.compile(r"\W*(?:at|bei|en|à)\W*", re.IGNORECASE)
"""All that a sentence says before a formula that holds for it alone."""
_LET = (
    r"(?:let|take|suppose|assume|consider|sei(?:en)?|angenommen|nehmen wir|betrachten wir|soit"
    r"|soient|supposons|prenons|considérons|sea|sean|supongamos|tomemos|consideremos|sia|siano"
    r"|supponiamo|prendiamo|consideriamo|seja|sejam|suponha(?:mos)?|considere(?:mos)?"
    r"|start(?:ing)? (?:from|at|with)|begin(?:ning)? (?:from|at|with)|ausgehend von|partons de"
    r"|partant de|partimos de|partiendo de|partiamo da|partendo da|partindo de)"
)
_NOW = r"(?:now|ahora|jetzt|nun|maintenant|ora|adesso|agora)"
LETS = re.compile(
    rf"\W*(?:(?:{_NOW}|first|second|third|next|finally)[,:]? )?"
    rf"(?:(?:we|nous|on) (?:{_NOW} )?)?{_LET}\b",
    re.IGNORECASE,
)
"""A sentence that begins so gives data."""
LABELLED = re.compile(
    r"\W*(?:\(?[a-z0-9]{1,2}[.)]|(?:exercise|example|problem|case|part|question) \w{1,3}\W)\W*"
    r"(?:let|suppose|assume|consider|with|for|given|if)\b"
    r"|\W*(?:exercise|practice|problem|question|aufgabe|übung|ejercicio|esercizio|exercice) \d",
    re.IGNORECASE,
)
"""So begins a part of an exercise, or another exercise, that gives data of its own."""
INTRODUCES = re.compile(
    rf"\b{_NOW},? (?:{_LET}|set|start)\b|\binstead\b(?! of)|\banother \w"
    r"|\b(?:ein(?:en?|er)? ander\w+|otr[oa]s?|un(?:e)? autre|un altr[oa]|un'altra|outr[oa])"
    r" (?!vez|veces|vezes|parte|lado|côté|part|fois|volta)\w"
    r"|\b(?:a|the) (?:second|third|fourth|next|other|new) \w"
    rf"|(?:\A|[.;:!?]\s)\W*{_NEW} \w"
    r"|\bafter (?:one|two|three|four|five|\d+|another) (?:more )?"
    r"(?:step|iteration|epoch|update|round|second|minute|hour|day|month|year)",
    re.IGNORECASE,
)
"""Behind such words come the data of another case."""
CASE = re.compile(rf"\b{_CASE}\b", re.IGNORECASE)
"""A datum behind such a word may be of another case."""
BEGINS = re.compile(rf"\W*{_CASE}(?:\s+\w+){{0,3}}\W*", re.IGNORECASE)
"""Such words are all that a sentence says before its datum."""
CHANGES = re.compile(
    r"\b(?:now|instead|change[sd]?|replace[sd]?|jetzt|nun|statt|ahora|maintenant|adesso|agora)\b",
    re.IGNORECASE,
)
"""A function behind such a word is another one."""
WANTS = re.compile(
    r"\b(?:not|nicht|no|if|when|whether|unless|until|would|needs?|needed|must|requires?|required"
    r"|wants?|should|condition|constraint|criterion|threshold|critical|could|might|stable"
    r"|converges?|diverges?|si|wenn|muss|doit|debe|deve)\b",
    re.IGNORECASE,
)
"""An inequality behind such a word need not hold."""
SENTENCE_END = re.compile(r"[.;!?]\s|\n\s*\n")
_SENTENCE_OR_ITEM = re.compile(SENTENCE_END.pattern + r"|\n\s*(?:[-*+]|\d{1,2}[.)])\s")
_ROOM_ENDS = " " * 8
ROOM = re.compile(_ROOM_ENDS + " *")
"""Blanks that say nothing: `mathdoctest.revision` leaves such room for formulas to grow."""
_FORMULA = re.compile(r"\$[^$]*\$")
_SHORT = 3
"""Characters of a number that another amount may have as well."""
_LONGEST_CASE = 8_000
"""Characters before a condition in which its amount may stand."""
_LABEL_LINE = re.compile(r"[ \t]*[*_]*[^$`|.]{3,60}[:.][*_]*[ \t]*|[ \t]*#+ [^$`|]{3,60}")
LONGEST_SENTENCE = 240
"""Characters of a sentence that are searched for a word such as “hence”."""


def _before(page: Page, at: int) -> str:
    """The text before a place, without the room that a session leaves behind formulas."""
    text = page.text[max(0, at - 8 * LONGEST_SENTENCE) : at]
    return (ROOM.sub("", text) if _ROOM_ENDS in text else text)[-LONGEST_SENTENCE:]


def _place(page: Page, at: int, size: int) -> int:
    """Where a piece of text of some size begins that ends at a place, room not counted."""
    low = max(0, at - 8 * LONGEST_SENTENCE)
    for room in reversed([*ROOM.finditer(page.text, low, at)]):
        if at - room.end() >= size:
            break
        size -= at - room.end()
        at = room.start()
    return at - size


def sentence_of(page: Page, statement: Statement) -> tuple[int, str]:
    """Where a formula's sentence begins, and its words before the formula."""
    at = page.formulas[statement.formula].span.start
    before = _before(page, at)
    *_, last = [0, *(match.end() for match in _SENTENCE_OR_ITEM.finditer(before))]
    return _place(page, at, len(before) - last), _FORMULA.sub(" ", before[last:])


def sentence(page: Page, statement: Statement, *, over: bool = False) -> str:
    """The words of a sentence before a formula, or over one that stands by itself."""
    before = _before(page, page.formulas[statement.formula].span.start)
    *_, last = SENTENCE_END.split(before.rstrip() if over else before)
    return _FORMULA.sub(" ", last)


def label_lines(page: Page, after: int, statement: Statement) -> list[str]:
    """The lines before a formula that are labels of what follows them: “Second iteration:”."""
    at = page.formulas[statement.formula].span.start
    lines = page.text[max(after, at - 2 * LONGEST_SENTENCE) : at].split("\n")[1:-1]
    return [line for line in lines if _LABEL_LINE.fullmatch(line)]


def is_supposed(page: Page, statement: Statement) -> bool:
    """Whether the words around a formula say that it is of a case that is not the page's."""
    end = page.formulas[statement.formula].span.end
    before = sentence(page, statement)
    if QUOTES.search(before) is not None or is_on_condition(page, statement):
        return True
    return SUPPOSES.search(before) is not None or (
        before.rstrip().endswith("(") and _BRACKETED.match(page.text, end) is not None
    )


def is_on_condition(page: Page, statement: Statement) -> bool:
    """Whether a sentence begins with a case of its own: “If the scale shows 0.2 g too much”.

    Its amount stands nowhere before, so that it is no case of the page's.
    """
    return _has_amount(page, statement, _IF)


def is_at_another(page: Page, statement: Statement) -> bool:
    """Whether a sentence begins with an amount that stands nowhere before: “at 10 Mbit/s”."""
    return _has_amount(page, statement, _AT)


def _has_amount(page: Page, statement: Statement, begins: re.Pattern[str]) -> bool:
    """Whether words with a new amount are all that stands before a formula in its sentence."""
    at = page.formulas[statement.formula].span.start
    start, _ = sentence_of(page, statement)
    if begins.fullmatch(page.text, start, at) is None:
        return False
    # A number of few digits may stand anywhere, but not before its unit.
    amounts = [
        found[1] if len(found[1]) > _SHORT else found[0]
        for found in _AMOUNT.finditer(page.text, start, at)
    ]
    low = max(0, start - _LONGEST_CASE)
    return bool(amounts) and all(page.text.find(one, low, start) < 0 for one in amounts)
