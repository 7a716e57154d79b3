"""German for what people read: the English of the code on the left, its German on the right, by the file that says it.

Facts keep their {names}. What follows a colon or stands in a list begins with a small letter, as in English.
"""

from __future__ import annotations

from relay.german.articles import ARTICLES
from relay.german.check import CHECK
from relay.german.check_web import CHECK_WEB
from relay.german.commands import COMMANDS
from relay.german.config import CONFIGURATION, SYNTAX, SYSTEM
from relay.german.corrections import CORRECTIONS
from relay.german.database import DATABASE
from relay.german.delivery import DELIVERY
from relay.german.discover import DISCOVER
from relay.german.identity import IDENTITY
from relay.german.layout import LAYOUT
from relay.german.ledger import LEDGER
from relay.german.manners import MANNERS
from relay.german.notices import NOTICES
from relay.german.rhythm import RHYTHM
from relay.german.sources import PROBLEMS, READING, WEBSITE
from relay.german.summary import SUMMARY
from relay.german.trouble import TROUBLE
from relay.german.websub import WEBSUB

GERMAN: dict[str, str] = {
    **ARTICLES,
    **COMMANDS,
    **CHECK,
    **CHECK_WEB,
    **CONFIGURATION,
    **CORRECTIONS,
    **DATABASE,
    **DELIVERY,
    **DISCOVER,
    **IDENTITY,
    **LAYOUT,
    **LEDGER,
    **MANNERS,
    **NOTICES,
    **RHYTHM,
    **SUMMARY,
    **TROUBLE,
    **WEBSUB,
    **WEBSITE,
    **READING,
    **PROBLEMS,
    **SYSTEM,
    **SYNTAX,
}
